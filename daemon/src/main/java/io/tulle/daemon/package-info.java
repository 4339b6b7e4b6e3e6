/** Composition root, conductor, command line. */
package io.tulle.daemon;

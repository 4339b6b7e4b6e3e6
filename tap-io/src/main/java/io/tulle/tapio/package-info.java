/** Kinds of port, and the Linux calls beneath them. */
package io.tulle.tapio;

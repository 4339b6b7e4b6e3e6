/** {@code tulle demo}: shows on the user's own machine, with real tools, that Tulle does what it says. */
package io.tulle.daemon.demo;

/** The way out and in by an interface of the host: what is known of it, and what keeps the host out of its way. */
package io.tulle.daemon.uplink;

/** The container network model, its state, and the HTTP/JSON API on a unix socket. */
package io.tulle.control;

/** Keeps what the router's workers read true to the model: networks, host ports, uplinks, published ports, sessions. */
package io.tulle.daemon.router;

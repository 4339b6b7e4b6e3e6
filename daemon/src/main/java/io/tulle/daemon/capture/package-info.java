/** Captures for the API: from a query to frames on their way to a client, and off the workers again. */
package io.tulle.daemon.capture;

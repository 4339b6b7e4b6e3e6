/** The host's side of published ports: sockets that reserve them, and that serve local clients. */
package io.tulle.daemon.relay;

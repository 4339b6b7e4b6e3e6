/** Rewriting packets of sessions: addresses, ports, checksums, and packets inside ICMP errors. */
package io.tulle.nat.translate;

/** The router of each network: what it answers itself, where packets go next, ICMP errors. */
package io.tulle.nat.gateway;

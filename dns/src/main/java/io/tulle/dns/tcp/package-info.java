/** DNS over TCP, answered without a socket of the host (RFC 7766). */
package io.tulle.dns.tcp;

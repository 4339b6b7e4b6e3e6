/** libpcap's filter compiler and interpreter, for captures in tcpdump's syntax; loaded only when a filter is given. */
package io.tulle.tapio.pcap;

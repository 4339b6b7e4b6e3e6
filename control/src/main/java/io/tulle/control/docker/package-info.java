/** Docker's plugin protocol for network and IPAM drivers, and what Tulle asks of Docker's API. */
package io.tulle.control.docker;

/** Connection tracking: tuples, the session table, states, timers. */
package io.tulle.nat.conntrack;

/** Layer 2: the learning bridge, flooding, source guard, ARP and NDP answers. */
package io.tulle.vswitch;

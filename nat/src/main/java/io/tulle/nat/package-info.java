/** Layers 3 and 4: gateway, conntrack, mappings. Not written yet; its room is kept here. */
package io.tulle.nat;

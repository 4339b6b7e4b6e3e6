/** Putting fragments together again, so that every packet has its ports. */
package io.tulle.nat.fragment;

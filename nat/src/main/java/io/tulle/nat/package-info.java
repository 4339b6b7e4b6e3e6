/** The way out and the way in: what the parts of layers 3 and 4 share. */
package io.tulle.nat;

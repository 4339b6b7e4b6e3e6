/** The nouns of the dataplane: frame, burst, stage, port, table; what a worker does with them. */
package io.tulle.dataplane;

/** The names of containers: immutable tables, swapped whole, and what one container sees of them. */
package io.tulle.dns.zone;

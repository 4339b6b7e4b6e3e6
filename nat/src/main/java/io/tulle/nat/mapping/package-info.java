/** New sessions: who may have one, and which external address and port it gets. */
package io.tulle.nat.mapping;

/** Names: questions to the gateway answered in place, and what workers and the resolver share. */
package io.tulle.dns;

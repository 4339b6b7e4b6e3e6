/** Questions that nobody here knows the answer to: upstream servers, what is kept of their answers, and who waits. */
package io.tulle.dns.resolver;

/** DNS messages on the wire: names, questions, answers (RFC 1035, 6891). Every length is checked once. */
package io.tulle.dns.message;

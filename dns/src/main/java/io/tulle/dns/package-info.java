/** Names: zones, cache, upstream resolver. Not written yet; its room is kept here. */
package io.tulle.dns;

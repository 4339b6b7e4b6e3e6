/** Keeps what the resolver answers from true to the model: zones, views, upstream servers, containers' resolv.conf. */
package io.tulle.daemon.names;

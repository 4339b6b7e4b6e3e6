package io.tulle.dns;

import io.tulle.dataplane.DropReason;
import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.zone.NameView;

/** What is known of one frame of a burst from one pass over it to the next. Used by the worker. */
final class BurstQuestion
{
    final DnsQuery query = new DnsQuery();
    /** What reading the question returned. */
    int code;
    NameView view;
    /** None while there is a question to answer. */
    DropReason reason;
}

package io.tulle.dns;

import io.tulle.dns.zone.NameViews;

/** What the DNS stages of all workers and the resolver share. */
public record DnsContext(DnsSettings settings, NameViews views, AnswerCache cache, QueryLog log)
{
}

package io.tulle.dns.resolver;

/** What a selection key leads to: a socket that can be read, written, or is connected now. */
@FunctionalInterface
interface Ready
{
    void onReady(long nowNs);
}

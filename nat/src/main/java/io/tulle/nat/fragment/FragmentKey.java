package io.tulle.nat.fragment;

/**
 * Tells which fragments belong together: same port, addresses and identification, and of IPv4 the same protocol (RFC
 * 791 2.3, RFC 8200 4.5). Used by one worker.
 */
final class FragmentKey
{
    private int port;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int identification;
    private int protocol;

    /** @param protocol 0 for IPv6, where the fragments' next headers may differ. */
    void set(final int port, final int identification, final int protocol)
    {
        this.port = port;
        this.identification = identification;
        this.protocol = protocol;
    }

    void source(final long high, final long low)
    {
        sourceHigh = high;
        sourceLow = low;
    }

    void destination(final long high, final long low)
    {
        destinationHigh = high;
        destinationLow = low;
    }

    void copy(final FragmentKey key)
    {
        set(key.port, key.identification, key.protocol);
        source(key.sourceHigh, key.sourceLow);
        destination(key.destinationHigh, key.destinationLow);
    }

    boolean matches(final FragmentKey key)
    {
        return identification == key.identification && protocol == key.protocol && isOfSender(key) &&
            destinationHigh == key.destinationHigh && destinationLow == key.destinationLow;
    }

    boolean isOfSender(final FragmentKey key)
    {
        return port == key.port && sourceHigh == key.sourceHigh && sourceLow == key.sourceLow;
    }

    int port()
    {
        return port;
    }
}

package io.tulle.nat.conntrack;

/**
 * What a session is found by: addresses, ports and protocol of a packet as it comes in, and the realm that it comes in
 * from, since two networks may use the same addresses. A mutable scratch of whoever made it; addresses are as in
 * {@link io.tulle.nat.gateway.InetAddresses}.
 *
 * <p>An ICMP query has its identifier as source port, and zero as destination port; its answer the other way round.
 * Protocols without ports have zeros.
 */
public final class Tuple
{
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L; // 2^64 divided by the golden ratio

    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int ports;
    private int realm;
    private int protocol;

    public Tuple source(final long high, final long low, final int port)
    {
        sourceHigh = high;
        sourceLow = low;
        ports = port << 16 | ports & 0xFFFF;
        return this;
    }

    public Tuple destination(final long high, final long low, final int port)
    {
        destinationHigh = high;
        destinationLow = low;
        ports = ports & 0xFFFF_0000 | port;
        return this;
    }

    public Tuple protocol(final int newProtocol)
    {
        protocol = newProtocol;
        return this;
    }

    public Tuple realm(final int newRealm)
    {
        realm = newRealm;
        return this;
    }

    /** Becomes what an answer to the other one would be, in the given realm. */
    public Tuple inverse(final Tuple other, final int newRealm)
    {
        sourceHigh = other.destinationHigh;
        sourceLow = other.destinationLow;
        destinationHigh = other.sourceHigh;
        destinationLow = other.sourceLow;
        ports = other.ports << 16 | other.ports >>> 16;
        protocol = other.protocol;
        realm = newRealm;
        return this;
    }

    public Tuple copy(final Tuple other)
    {
        sourceHigh = other.sourceHigh;
        sourceLow = other.sourceLow;
        destinationHigh = other.destinationHigh;
        destinationLow = other.destinationLow;
        ports = other.ports;
        protocol = other.protocol;
        realm = other.realm;
        return this;
    }

    public long sourceHigh()
    {
        return sourceHigh;
    }

    public long sourceLow()
    {
        return sourceLow;
    }

    public long destinationHigh()
    {
        return destinationHigh;
    }

    public long destinationLow()
    {
        return destinationLow;
    }

    public int sourcePort()
    {
        return ports >>> 16;
    }

    public int destinationPort()
    {
        return ports & 0xFFFF;
    }

    /** @return the source port in the upper half, the destination port in the lower one. */
    public int ports()
    {
        return ports;
    }

    public int realm()
    {
        return realm;
    }

    public int protocol()
    {
        return protocol;
    }

    public boolean isIpv4()
    {
        return 0 == sourceHigh && 0xFFFF == sourceLow >>> 32;
    }

    /** @return 64 well-mixed bits. @param seed a secret of the table, so that nobody outside can aim at a bucket. */
    public long hash(final long seed)
    {
        return hash(seed, sourceHigh, sourceLow, destinationHigh, destinationLow, ports, realm, protocol);
    }

    static long hash(final long seed, final long sourceHigh, final long sourceLow, final long destinationHigh,
        final long destinationLow, final int ports, final int realm, final int protocol)
    {
        long hash = seed ^ sourceLow * MIX;
        hash = Long.rotateLeft(hash, 29) ^ destinationLow;
        hash *= MIX;
        hash ^= (sourceHigh ^ Long.rotateLeft(destinationHigh, 32)) * MIX;
        hash = Long.rotateLeft(hash, 31) ^ Integer.toUnsignedLong(ports) ^ (long) (realm << 8 | protocol) << 32;
        hash *= MIX;
        return hash ^ hash >>> 32;
    }
}

package io.tulle.nat.mapping;

/**
 * What a mapping belongs to: an internal endpoint, and the external address that it is paired with (RFC 4787 REQ-2).
 * The remote endpoint is no part of it, which is what makes the mapping endpoint-independent (RFC 4787 REQ-1, RFC 5382
 * REQ-1, RFC 5508 REQ-1a). A mutable scratch of one thread.
 */
final class MappingKey
{
    private static final int INTERNAL_HIGH = 0;
    private static final int INTERNAL_LOW = 1;
    private static final int REALM_PROTOCOL_PORT = 2;
    private static final int UPLINK_PORT = 3;
    private static final int EXTERNAL_HIGH = 4;
    private static final int EXTERNAL_LOW = 5;

    private final CountedKey key = new CountedKey();
    private long internalHigh;
    private long internalLow;
    private int internalPort;
    private int realm;
    private int protocol;
    private int uplinkPort;
    private long externalHigh;
    private long externalLow;

    MappingKey internal(final int newRealm, final int newProtocol, final long high, final long low, final int port)
    {
        realm = newRealm;
        protocol = newProtocol;
        internalHigh = high;
        internalLow = low;
        internalPort = port;
        return this;
    }

    MappingKey external(final int newUplinkPort, final long high, final long low)
    {
        uplinkPort = newUplinkPort;
        externalHigh = high;
        externalLow = low;
        return this;
    }

    CountedKey counted()
    {
        return key.set(internalHigh, internalLow, (long) realm << 32 | protocol << 16 | internalPort, uplinkPort,
            externalHigh, externalLow);
    }

    /** Becomes the key of a mapping that is there. */
    MappingKey read(final CountedTable table, final int mapping)
    {
        internal(realm(table, mapping), protocol(table, mapping), internalHigh(table, mapping),
            internalLow(table, mapping), (int) table.part(mapping, REALM_PROTOCOL_PORT) & 0xFFFF);
        return external(uplinkPort(table, mapping), externalHigh(table, mapping), externalLow(table, mapping));
    }

    static int realm(final CountedTable table, final int mapping)
    {
        return (int) (table.part(mapping, REALM_PROTOCOL_PORT) >>> 32);
    }

    static long internalHigh(final CountedTable table, final int mapping)
    {
        return table.part(mapping, INTERNAL_HIGH);
    }

    static long internalLow(final CountedTable table, final int mapping)
    {
        return table.part(mapping, INTERNAL_LOW);
    }

    static int protocol(final CountedTable table, final int mapping)
    {
        return (int) table.part(mapping, REALM_PROTOCOL_PORT) >>> 16 & 0xFF;
    }

    static int uplinkPort(final CountedTable table, final int mapping)
    {
        return (int) table.part(mapping, UPLINK_PORT);
    }

    static long externalHigh(final CountedTable table, final int mapping)
    {
        return table.part(mapping, EXTERNAL_HIGH);
    }

    static long externalLow(final CountedTable table, final int mapping)
    {
        return table.part(mapping, EXTERNAL_LOW);
    }

    int realm()
    {
        return realm;
    }

    int protocol()
    {
        return protocol;
    }

    long internalHigh()
    {
        return internalHigh;
    }

    long internalLow()
    {
        return internalLow;
    }

    int internalPort()
    {
        return internalPort;
    }

    int uplinkPort()
    {
        return uplinkPort;
    }

    long externalHigh()
    {
        return externalHigh;
    }

    long externalLow()
    {
        return externalLow;
    }
}

package io.tulle.nat.conntrack;

/**
 * A session's 128 bytes. Skeleton: see the contract.
 */
public final class SessionDescriptor
{
    SessionDescriptor()
    {
    }

    public SessionDescriptor wrap(final int session)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** @return what packets of this direction look like when they come in. */
    public Tuple tuple(final int direction, final Tuple into)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Called before the session is inserted. */
    public SessionDescriptor tuple(final int direction, final Tuple tuple, final int ingressPort)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    public long sourceHigh(final int direction)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    public long sourceLow(final int direction)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    public long destinationHigh(final int direction)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    public long destinationLow(final int direction)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    public int sourcePort(final int direction)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    public int destinationPort(final int direction)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** @return the switch port that packets of this direction leave by. */
    public int egressPort(final int direction)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    public int protocol()
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** @return a constant of {@link SessionState}. */
    public int state()
    {
        throw new UnsupportedOperationException("skeleton");
    }

    public SessionDescriptor state(final int state)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** @return the mapping that it uses, or none. */
    public int mapping()
    {
        throw new UnsupportedOperationException("skeleton");
    }

    public SessionDescriptor mapping(final int mapping)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** @return the switch port of the endpoint that the session counts for. */
    public int ownerPort()
    {
        throw new UnsupportedOperationException("skeleton");
    }

    public SessionDescriptor ownerPort(final int port)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Counts a packet, and keeps the session alive. */
    public void seen(final int direction, final int nowS, final int lengthBytes)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    public int lastSeenS()
    {
        throw new UnsupportedOperationException("skeleton");
    }

    public long packets(final int direction)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    public long bytes(final int direction)
    {
        throw new UnsupportedOperationException("skeleton");
    }
}

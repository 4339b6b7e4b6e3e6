package io.tulle.nat.mapping;

import java.util.Collection;

/**
 * Every published port. The control thread replaces the immutable table inside; workers look up without a lock, once a
 * new session.
 */
public final class StaticMappings
{
    /** Called by the control thread. */
    public void set(final Collection<StaticMapping> mappings)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** @return the mapping of that external address and port, one for its very address before one for all; or null. */
    public StaticMapping find(final int protocol, final long externalHigh, final long externalLow, final int port)
    {
        throw new UnsupportedOperationException("skeleton");
    }
}

package io.tulle.nat.mapping;

import io.tulle.nat.NatSettings;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionListener;
import io.tulle.nat.gateway.RouterPorts;

/**
 * Every dynamic mapping with the external ports and session counts of endpoints. Skeleton: see the contract.
 */
public final class Mappings implements SessionListener
{
    /** A session without a mapping has this. */
    public static final int NO_MAPPING = -1;

    public Mappings(final NatSettings settings, final RouterPorts ports)
    {
    }

    /** A session of an earlier run is there again. Called before the workers start. */
    public void restore(final SessionDescriptor session)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    @Override
    public void onEnd(final SessionDescriptor session)
    {
        throw new UnsupportedOperationException("skeleton");
    }
}

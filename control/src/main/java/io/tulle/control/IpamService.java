package io.tulle.control;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What Docker's IPAM driver asks of Tulle: pools and the addresses of each, the lowest free one first. Any thread may
 * call it: each call runs on the control thread, and what it did is saved when it returns.
 */
public final class IpamService
{
    /**
     * A pool that was given.
     *
     * @param id     to name it by
     * @param subnet what it covers
     */
    public record Pool(String id, Cidr subnet)
    {
    }

    private final ControlThread thread;
    private final State state;
    private final StateStore store;
    private final SubnetPools pools;
    private final Supplier<List<Cidr>> hostRoutes;

    IpamService(final ControlThread thread, final State state, final StateStore store, final SubnetPools pools,
        final Supplier<List<Cidr>> hostRoutes)
    {
        this.thread = thread;
        this.state = state;
        this.store = store;
        this.pools = pools;
        this.hostRoutes = hostRoutes;
    }

    /** A Docker that was not there before asks from now on: it will ask again for all that it still has. */
    public void activate()
    {
        throw ControlException.failed("not supported yet");
    }

    /**
     * @param subnet  null for the next free one of the default pools
     * @param range   the part of it that addresses are chosen from, or null: all
     * @param options {@code --ipam-opt}
     */
    public Pool requestPool(final String addressSpace, final Cidr subnet, final Cidr range,
        final Map<String, String> options, final boolean isV6)
    {
        throw ControlException.failed("not supported yet");
    }

    /** What is not there is no failure. */
    public void releasePool(final String poolId)
    {
        throw ControlException.failed("not supported yet");
    }

    /**
     * @param wanted    null for the lowest free one
     * @param isGateway true if it is to be the network's gateway
     */
    public InterfaceAddress requestAddress(final String poolId, final IpAddress wanted, final boolean isGateway)
    {
        throw ControlException.failed("not supported yet");
    }

    /** What is not there is no failure. */
    public void releaseAddress(final String poolId, final IpAddress address)
    {
        throw ControlException.failed("not supported yet");
    }
}

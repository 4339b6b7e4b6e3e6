package io.tulle.control;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What Docker's IPAM driver asks of Tulle: pools and the addresses of each, the lowest free one first. Any thread may
 * call it: each call runs on the control thread, and what it did is saved when it returns. What cannot be done is a
 * {@link ControlException} in Docker's words.
 */
public final class IpamService
{
    /** Where Docker looks for the pools of a network on one host. */
    public static final String LOCAL_ADDRESS_SPACE = "TulleLocal";
    /** Where a swarm looks for the pools of its networks. */
    public static final String GLOBAL_ADDRESS_SPACE = "TulleGlobal";

    private static final String OUR_OPTIONS = "tulle.";

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
    private final PoolLeases leases;

    IpamService(final ControlThread thread, final State state, final StateStore store, final Fabric fabric,
        final SubnetPools pools, final Supplier<List<Cidr>> hostRoutes)
    {
        this.thread = thread;
        this.state = state;
        this.store = store;
        leases = new PoolLeases(state, new Departures(state, fabric)::isDead, pools, hostRoutes);
    }

    /** A Docker that was not there before asks from now on: it will ask again for all that it still has. */
    public void activate()
    {
        run(leases::doubt);
    }

    /**
     * Leases a subnet. Two pools may overlap: their networks do not see each other.
     *
     * @param subnet  null for the next free one of the default pools; 0.0.0.0/24 for the next free /24 of them
     * @param range   the part of it that addresses are chosen from, or null: all
     * @param options {@code --ipam-opt}
     */
    public Pool requestPool(final String addressSpace, final Cidr subnet, final Cidr range,
        final Map<String, String> options, final boolean isV6)
    {
        check(addressSpace, options);
        check(subnet, range, isV6);
        return saved(() ->
        {
            final Cidr chosen = isNamed(subnet) ? subnet :
                leases.freeSubnet(null == subnet ? null : subnet.prefixLength(), isV6);
            final LeasedPool pool = leases.lease(new PoolWords(addressSpace, chosen, range, options));
            return new Pool(pool.id(), pool.subnet());
        });
    }

    /** What is not there is no failure. */
    public void releasePool(final String poolId)
    {
        run(() -> state.leases().remove(poolId));
    }

    /**
     * Takes an address of a pool.
     *
     * @param wanted    null for the lowest free one
     * @param isGateway true if it is to be the network's gateway
     */
    public InterfaceAddress requestAddress(final String poolId, final IpAddress wanted, final boolean isGateway)
    {
        return saved(() ->
        {
            final LeasedPool pool = state.leases().pool(poolId);
            if (null == pool)
            {
                throw ControlException.notFound("Address Pool not found: " + poolId +
                    "; restart Docker, which then asks for it again, or make the network anew");
            }
            return new InterfaceAddress(address(pool, wanted, isGateway), pool.subnet().prefixLength());
        });
    }

    /** What is not there is no failure. */
    public void releaseAddress(final String poolId, final IpAddress address)
    {
        run(() ->
        {
            final LeasedPool pool = state.leases().pool(poolId);
            if (null != pool)
            {
                state.leases().put(pool.without(address));
            }
        });
    }

    private IpAddress address(final LeasedPool pool, final IpAddress wanted, final boolean isGateway)
    {
        if (null == wanted)
        {
            return leases.takeLowest(pool, isGateway);
        }
        leases.take(pool, wanted);
        return wanted;
    }

    private static void check(final String addressSpace, final Map<String, String> options)
    {
        if (!LOCAL_ADDRESS_SPACE.equals(addressSpace) && !GLOBAL_ADDRESS_SPACE.equals(addressSpace))
        {
            throw ControlException.invalid("Invalid Address Space: " + addressSpace + "; Tulle has " +
                LOCAL_ADDRESS_SPACE + " and " + GLOBAL_ADDRESS_SPACE);
        }
        options.keySet().stream().filter(key -> key.startsWith(OUR_OPTIONS)).findFirst().ifPresent(key ->
        {
            throw ControlException.invalid(key + " is not an option of Tulle's IPAM driver; leave it out");
        });
    }

    private static void check(final Cidr subnet, final Cidr range, final boolean isV6)
    {
        if (null != subnet && subnet.isV6() != isV6)
        {
            throw ControlException.invalid("Invalid Address Pool: " + subnet + " is asked for as " +
                (isV6 ? "IPv6" : "IPv4"));
        }
        if (null != range && (!isNamed(subnet) || !subnet.contains(range)))
        {
            throw ControlException.invalid("Invalid Address SubPool: no matching subnet for range " + range);
        }
    }

    /** Docker 29 asks for any subnet of a size by one that begins with 0.0.0.0 or ::. */
    private static boolean isNamed(final Cidr subnet)
    {
        return null != subnet && !subnet.first().isUnspecified();
    }

    private void run(final Runnable task)
    {
        saved(() ->
        {
            task.run();
            return null;
        });
    }

    /** Does it and saves it; what could not be saved is as if it had never been, since Docker hears that it failed. */
    private <T> T saved(final Supplier<T> task)
    {
        return thread.call(() ->
        {
            final List<LeasedPool> before = state.leases().pools();
            final T result = task.get();
            try
            {
                if (!state.leases().pools().equals(before))
                {
                    store.save(state);
                }
            }
            catch (final ControlException e)
            {
                state.leases().reset(before);
                throw e;
            }
            return result;
        });
    }
}

package io.tulle.control;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Leases pools and their addresses to Docker. Called by the control thread.
 *
 * <p>Docker keeps books of its own, and the two sets may part: it is killed before it writes down what it was given, or
 * forgets containers without a word. So a Docker that starts asks again for all that it has: for each network the pool,
 * then its gateway, auxiliary addresses and endpoints, before it does anything else. Tulle cannot tell such a question
 * from a new one by its words. It goes by this:
 * <ul>
 * <li>When a new Docker comes, every pool is in doubt, and nothing more: a Docker that started while Tulle was away
 * never asks again, and what it has must stay taken.</li>
 * <li>A pool in doubt that is asked for is given again under its own id, with all of its addresses free. One that a
 * living endpoint has is not chosen: Docker's question for it may have been cut off.</li>
 * <li>A pool is out of doubt as soon as Docker names it. The same words once more mean another pool.</li>
 * <li>A pool that one Docker never named is dropped when the next one comes, unless a network has its subnet.</li>
 * </ul>
 * Of pools with the same words it does not matter which network gets which again: what is in them afterwards is what
 * Docker asked for, and Docker goes on with the id that it got last.
 */
final class PoolLeases
{
    private final State state;
    private final LeaseBook book;
    private final Predicate<EngineEndpoint> isDead;
    private final SubnetPools pools;
    private final Supplier<List<Cidr>> hostRoutes;

    PoolLeases(final State state, final Predicate<EngineEndpoint> isDead, final SubnetPools pools,
        final Supplier<List<Cidr>> hostRoutes)
    {
        this.isDead = isDead;
        this.state = state;
        book = state.leases();
        this.pools = pools;
        this.hostRoutes = hostRoutes;
    }

    /** A new Docker asks from now on. */
    void doubt()
    {
        book.pools().stream().filter(pool -> !pool.isConfirmed()).forEach(this::dropIfSpare);
        book.pools().forEach(pool -> book.put(pool.doubted()));
    }

    /** The pool in doubt that was asked for in these words, or a new one. */
    LeasedPool lease(final PoolWords words)
    {
        for (final LeasedPool pool : book.pools())
        {
            if (!pool.isConfirmed() && pool.words().equals(words))
            {
                return put(pool.replayed());
            }
        }
        int n = 1;
        while (null != book.pool(words.id(n)))
        {
            n++;
        }
        return put(new LeasedPool(words.id(n), words));
    }

    /**
     * A subnet that overlaps no network's, no pool's and no route of the host.
     *
     * @param size how long its prefix is to be, or null for the usual length
     */
    Cidr freeSubnet(final Integer size, final boolean isV6)
    {
        final Set<Cidr> taken = new HashSet<>();
        state.networks().forEach(network -> network.pools().forEach(pool -> taken.add(pool.subnet())));
        book.pools().forEach(pool -> taken.add(pool.subnet()));
        hostRoutes.get().stream().filter(route -> route.prefixLength() > 0).forEach(taken::add);
        return null != size ? pools.next(size, isV6, taken) : isV6 ? pools.nextIpv6(taken) : pools.nextIpv4(taken);
    }

    IpAddress takeLowest(final LeasedPool pool, final boolean isGateway)
    {
        final Cidr range = isGateway ? null : pool.words().range(); // the gateway is outside the range if it can be
        final IpAddress lowest = new AddressPool(pool.subnet(), range, notFree(pool)).takeLowest();
        if (null == lowest)
        {
            throw ControlException.conflict("no available addresses on this pool: " + pool.id());
        }
        put(pool.with(lowest));
        return lowest;
    }

    /** Takes an address anywhere in the subnet, since Docker asks for auxiliary addresses outside the range too. */
    void take(final LeasedPool pool, final IpAddress wanted)
    {
        final AddressPool addresses = new AddressPool(pool.subnet(), pool.words().range(), pool.taken());
        if (!addresses.contains(wanted))
        {
            throw ControlException.invalid("invalid address " + wanted +
                ": It does not belong to any of this network's subnets: " + pool.subnet());
        }
        if (!addresses.isFree(wanted))
        {
            throw ControlException.conflict("Address already in use: " + wanted + " on pool " + pool.id());
        }
        put(pool.with(wanted));
    }

    private Set<IpAddress> notFree(final LeasedPool pool)
    {
        final Set<IpAddress> notFree = new HashSet<>(pool.taken());
        if (!missing(pool.subnet(), endpoint -> true).isEmpty()) // seldom, and it costs to ask who is dead
        {
            notFree.addAll(missing(pool.subnet(), isDead.negate()));
        }
        return notFree;
    }

    /**
     * What Docker did not ask for again though it is in use: more endpoints in this subnet have the address than pools.
     * There may be several of both, and none of the pools says whose it is.
     */
    private Set<IpAddress> missing(final Cidr subnet, final Predicate<EngineEndpoint> isUser)
    {
        final Map<IpAddress, Integer> counts = new HashMap<>();
        state.networks().stream().filter(network -> has(network, subnet))
            .flatMap(network -> state.engineEndpointsOf(network).stream()).filter(isUser)
            .map(endpoint -> subnet.isV6() ? endpoint.ipv6() : endpoint.ipv4()).filter(Objects::nonNull)
            .forEach(address -> counts.merge(address.address(), 1, Integer::sum));
        book.pools().stream().filter(pool -> pool.subnet().equals(subnet)).flatMap(pool -> pool.taken().stream())
            .forEach(address -> counts.computeIfPresent(address, (same, n) -> 1 == n ? null : n - 1));
        return counts.keySet();
    }

    private void dropIfSpare(final LeasedPool pool)
    {
        final Cidr subnet = pool.subnet();
        final long needed = state.networks().stream().filter(network -> has(network, subnet)).count();
        final long there = book.pools().stream().filter(other -> other.subnet().equals(subnet)).count();
        if (there > needed)
        {
            book.remove(pool.id());
        }
    }

    private static boolean has(final Network network, final Cidr subnet)
    {
        return Origin.DOCKER == network.origin() &&
            network.pools().stream().anyMatch(pool -> pool.subnet().equals(subnet));
    }

    private LeasedPool put(final LeasedPool pool)
    {
        book.put(pool);
        return pool;
    }
}

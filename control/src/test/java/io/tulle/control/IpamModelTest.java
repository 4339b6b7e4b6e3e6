package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.config.MacAddr;
import io.tulle.config.NetworkDns;
import io.tulle.config.NetworkOptions;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Allocates, frees and asks again at random, with two networks of the same words, and compares each answer with what a
 * plain set says. Docker is killed with and without a memory of its containers, and does not always get to ask for all
 * that it has; Tulle's state goes to disk and back.
 */
class IpamModelTest
{
    private static final int STEPS = 1_000;
    private static final Cidr SUBNET = Cidr.parse("10.0.0.0/27");
    private static final Cidr RANGE = Cidr.parse("10.0.0.8/29");
    private static final PoolWords WORDS = new PoolWords("TulleLocal", SUBNET, RANGE, Map.of());

    /** What Docker believes of one network. */
    private static final class Book
    {
        private final Map<IpAddress, EngineEndpoint> endpoints = new TreeMap<>();
        private Network network;
        private String poolId;

        private IpAddress lowestFree()
        {
            IpAddress candidate = RANGE.first();
            while (endpoints.containsKey(candidate))
            {
                candidate = candidate.next();
            }
            return RANGE.contains(candidate) ? candidate : null;
        }
    }

    private final Book web = new Book();
    private final Book lab = new Book();
    private final Set<EngineEndpoint> dead = new HashSet<>();
    private State state = new State("shop");
    private PoolLeases leases = leases();
    private boolean isComplete; // Tulle was told of all that Docker has

    @Test
    void shouldAnswerAsASetWould()
    {
        for (long seed = 1; seed <= 12; seed++)
        {
            final Random random = new Random(seed);
            start();
            for (int i = 0; i < STEPS; i++)
            {
                step(random);
            }
        }
    }

    private void start()
    {
        state = new State("shop");
        leases = leases();
        isComplete = true;
        for (final Book book : List.of(web, lab))
        {
            book.endpoints.clear();
            book.network = network(book == web ? "web" : "lab");
            state.put(book.network);
            book.poolId = leases.lease(WORDS).id();
        }
    }

    private void step(final Random random)
    {
        final Book book = random.nextBoolean() ? web : lab;
        switch (random.nextInt(40))
        {
            case 0 -> restartDocker(random, true);
            case 1 -> restartDocker(random, false);
            case 2 -> restartTulle();
            case 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 -> release(book, random);
            case 13, 14, 15, 16, 17, 18, 19, 20 -> take(book, random);
            default -> takeLowest(book);
        }
    }

    private void takeLowest(final Book book)
    {
        final IpAddress given = lowestOf(book);
        if (isComplete)
        {
            assertEquals(book.lowestFree(), given);
        }
        if (null != given)
        {
            assertFalse(book.endpoints.containsKey(given), "given twice");
            add(book, given);
        }
    }

    private IpAddress lowestOf(final Book book)
    {
        try
        {
            return leases.takeLowest(state.leases().pool(book.poolId), false);
        }
        catch (final ControlException e)
        {
            return null;
        }
    }

    private void take(final Book book, final Random random)
    {
        final IpAddress wanted = any(random);
        if (isComplete || !book.endpoints.containsKey(wanted))
        {
            assertEquals(!book.endpoints.containsKey(wanted) && !wanted.equals(SUBNET.first()) &&
                !wanted.equals(SUBNET.last()), isTaken(book, wanted));
        }
    }

    private boolean isTaken(final Book book, final IpAddress wanted)
    {
        try
        {
            leases.take(state.leases().pool(book.poolId), wanted);
            add(book, wanted);
            return true;
        }
        catch (final ControlException e)
        {
            return false;
        }
    }

    private void add(final Book book, final IpAddress address)
    {
        final EngineEndpoint endpoint = new EngineEndpoint(Ids.next(), book.network.id(),
            MacAddr.parse("02:42:0a:00:00:01"), new InterfaceAddress(address, SUBNET.prefixLength()), null, Map.of(),
            null, false);
        state.put(endpoint);
        book.endpoints.put(address, endpoint);
    }

    private void release(final Book book, final Random random)
    {
        final IpAddress address = any(random);
        final EngineEndpoint endpoint = book.endpoints.remove(address);
        if (null != endpoint)
        {
            state.remove(endpoint);
        }
        state.leases().put(state.leases().pool(book.poolId).without(address));
    }

    /** @param isLive false if the containers died with it */
    private void restartDocker(final Random random, final boolean isLive)
    {
        leases.doubt();
        dead.forEach(state::remove); // of the Docker before
        dead.clear();
        isComplete = true;
        for (final Book book : random.nextBoolean() ? List.of(web, lab) : List.of(lab, web))
        {
            book.poolId = leases.lease(WORDS).id();
            if (!isLive)
            {
                dead.addAll(book.endpoints.values()); // Tulle has not seen it yet
                book.endpoints.clear();
            }
            book.endpoints.keySet().forEach(address -> replay(book, address, 0 == random.nextInt(20)));
        }
        assertEquals(2, state.leases().pools().size());
        assertNotEquals(web.poolId, lab.poolId);
    }

    private void replay(final Book book, final IpAddress address, final boolean isCutOff)
    {
        if (isCutOff)
        {
            isComplete = false;
        }
        else
        {
            leases.take(state.leases().pool(book.poolId), address);
        }
    }

    private void restartTulle()
    {
        final List<LeasedPool> before = state.leases().pools();
        state = StateCodec.decode(JsonText.parse(JsonText.bytes(StateCodec.encode(state))));
        leases = leases();
        assertEquals(before, state.leases().pools());
    }

    private PoolLeases leases()
    {
        return new PoolLeases(state, dead::contains, new SubnetPools(UlaPrefix.of("a machine")), List::of);
    }

    private static Network network(final String name)
    {
        final IpamPool pool = new IpamPool(SUBNET, null, SUBNET.last().previous(), Map.of());
        return new Network(Ids.next(), name, Instant.EPOCH, true, null, false, true, false, false, List.of(pool),
            NetworkOptions.DEFAULTS, NetworkDns.DEFAULTS, Map.of(), Map.of(), Origin.DOCKER);
    }

    private static IpAddress any(final Random random)
    {
        return IpAddress.v4((int) SUBNET.first().low() + random.nextInt(32));
    }
}

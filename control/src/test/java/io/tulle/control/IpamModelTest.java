package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Allocates, frees and asks again at random, with two pools of the same words, and compares each answer with what a
 * plain set says. Docker is killed with and without a memory of its containers; Tulle's state goes to disk and back.
 */
class IpamModelTest
{
    private static final int STEPS = 3_000;
    private static final Cidr SUBNET = Cidr.parse("10.0.0.0/27");
    private static final Cidr RANGE = Cidr.parse("10.0.0.8/29");
    private static final PoolWords WORDS = new PoolWords("TulleLocal", SUBNET, RANGE, Map.of());

    /** What Docker believes of one network. */
    private static final class Book
    {
        private final Set<IpAddress> addresses = new TreeSet<>();
        private String poolId;

        private IpAddress lowestFree()
        {
            IpAddress candidate = RANGE.first();
            while (addresses.contains(candidate))
            {
                candidate = candidate.next();
            }
            return RANGE.contains(candidate) ? candidate : null;
        }
    }

    private final Book web = new Book();
    private final Book lab = new Book();
    private State state = new State("shop");
    private PoolLeases leases = leases();

    @Test
    void shouldAnswerAsASetWould()
    {
        for (long seed = 1; seed <= 20; seed++)
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
        for (final Book book : List.of(web, lab))
        {
            book.addresses.clear();
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
        IpAddress given;
        try
        {
            given = leases.takeLowest(state.leases().pool(book.poolId), false);
        }
        catch (final ControlException e)
        {
            given = null;
        }
        assertEquals(book.lowestFree(), given);
        if (null != given)
        {
            book.addresses.add(given);
        }
    }

    private void take(final Book book, final Random random)
    {
        final IpAddress wanted = any(random);
        final boolean isFree = !book.addresses.contains(wanted) && !wanted.equals(SUBNET.first()) &&
            !wanted.equals(SUBNET.last());
        try
        {
            leases.take(state.leases().pool(book.poolId), wanted);
            assertTrue(isFree);
            book.addresses.add(wanted);
        }
        catch (final ControlException e)
        {
            assertTrue(!isFree);
        }
    }

    private void release(final Book book, final Random random)
    {
        final IpAddress address = any(random);
        state.leases().put(state.leases().pool(book.poolId).without(address));
        book.addresses.remove(address);
    }

    /** @param isLive false if the containers died with it: only what was there without them is asked for again */
    private void restartDocker(final Random random, final boolean isLive)
    {
        leases.doubt();
        for (final Book book : random.nextBoolean() ? List.of(web, lab) : List.of(lab, web))
        {
            book.poolId = leases.lease(WORDS).id();
            if (!isLive)
            {
                book.addresses.removeIf(RANGE::contains);
            }
            new HashSet<>(book.addresses).forEach(address -> leases.take(state.leases().pool(book.poolId), address));
        }
        assertEquals(2, state.leases().pools().size());
        assertTrue(!web.poolId.equals(lab.poolId));
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
        return new PoolLeases(state, new SubnetPools(UlaPrefix.of("a machine")), List::of);
    }

    private static IpAddress any(final Random random)
    {
        return IpAddress.v4((int) SUBNET.first().low() + random.nextInt(32));
    }
}

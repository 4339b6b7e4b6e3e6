package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.config.Cidr;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Which subnet is next. */
class SubnetPoolsTest
{
    private final SubnetPools pools = new SubnetPools(UlaPrefix.of("a machine"));

    @Test
    void shouldWalkDockersThirtyOneDefaultSubnetsAndThenRefuse()
    {
        final List<Cidr> taken = new ArrayList<>();
        for (int i = 0; i < 31; i++)
        {
            taken.add(pools.nextIpv4(taken));
        }
        assertEquals(Cidr.parse("172.17.0.0/16"), taken.get(0));
        assertEquals(Cidr.parse("172.31.0.0/16"), taken.get(14));
        assertEquals(Cidr.parse("192.168.0.0/20"), taken.get(15));
        assertEquals(Cidr.parse("192.168.240.0/20"), taken.get(30));
        assertTrue(assertThrows(ControlException.class, () -> pools.nextIpv4(taken)).getMessage()
            .startsWith("all predefined address pools have been fully subnetted"));
    }

    @Test
    void shouldSkipWhatOverlapsEitherWay()
    {
        assertEquals(Cidr.parse("172.20.0.0/16"),
            pools.nextIpv4(List.of(Cidr.parse("172.16.0.0/14"), Cidr.parse("10.0.0.0/8"))));
        assertEquals(Cidr.parse("172.18.0.0/16"), pools.nextIpv4(List.of(Cidr.parse("172.17.4.0/24"))));
    }

    @Test
    void shouldCountIpv6SubnetsInsideOneUniqueLocalPrefix()
    {
        final Cidr first = pools.nextIpv6(List.of());
        final Cidr second = pools.nextIpv6(List.of(first));
        assertEquals(64, first.prefixLength());
        assertEquals(0xfd, first.first().high() >>> 56);
        assertEquals(first.first().high() + 1, second.first().high());
    }

    @Test
    void shouldFindTheFirstGapOfASize()
    {
        final List<Cidr> taken = List.of(Cidr.parse("172.17.0.0/25"), Cidr.parse("172.17.0.192/26"),
            Cidr.parse("172.17.1.4/30"), Cidr.parse("172.18.0.0/15"));
        assertEquals(Cidr.parse("172.17.0.128/26"), pools.next(26, false, taken));
        assertEquals(Cidr.parse("172.17.2.0/24"), pools.next(24, false, taken));
        assertEquals(Cidr.parse("172.20.0.0/16"), pools.next(16, false, taken));
        assertEquals(120, pools.next(120, true, List.of()).prefixLength());
    }

    @Test
    void shouldRefuseASizeThatIsNotLeft()
    {
        final List<Cidr> all = List.of(Cidr.parse("172.16.0.0/12"), Cidr.parse("192.168.0.0/16"));
        assertThrows(ControlException.class, () -> pools.next(32, false, all));
        assertThrows(ControlException.class, () -> pools.next(15, false, List.of()));
        assertThrows(ControlException.class, () -> pools.next(128, true, List.of(Cidr.parse("fc00::/7"))));
    }

    @Test
    void shouldDeriveTheSamePrefixForTheSameMachineOnly()
    {
        assertEquals(UlaPrefix.of("a"), UlaPrefix.of("a"));
        assertTrue(UlaPrefix.of("a") != UlaPrefix.of("b"));
        assertEquals(0, UlaPrefix.of("a") & 0xffff);
    }
}

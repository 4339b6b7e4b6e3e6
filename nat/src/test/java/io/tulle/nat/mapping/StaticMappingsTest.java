package io.tulle.nat.mapping;

import static io.tulle.nat.mapping.AdmissionRig.high;
import static io.tulle.nat.mapping.AdmissionRig.low;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.nat.gateway.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** Published ports: which of them an external address and port finds. */
class StaticMappingsTest
{
    private static final int TCP = 6;

    private final StaticMappings mappings = new StaticMappings();

    @Test
    void shouldFindNothingWhereNothingIsPublished()
    {
        assertNull(find(TCP, "203.0.113.1", 80));
        mappings.set(List.of(mapping("", 80, 80, "10.0.0.2")));
        assertNull(find(TCP, "203.0.113.1", 79));
        assertNull(find(TCP, "203.0.113.1", 81));
        assertNull(find(17, "203.0.113.1", 80));
    }

    @Test
    void shouldLeadEachPortOfARangeToItsOwn()
    {
        mappings.set(List.of(mapping("", 8000, 9999, "10.0.0.2")));
        assertEquals(100, find(TCP, "203.0.113.1", 8000).internalPort(8000));
        assertEquals(2099, find(TCP, "203.0.113.1", 9999).internalPort(9999));
        assertNull(find(TCP, "203.0.113.1", 10_000));
    }

    @Test
    void shouldPreferTheVeryAddress()
    {
        final StaticMapping all = mapping("", 80, 90, "10.0.0.2");
        final StaticMapping one = mapping("203.0.113.1", 85, 85, "10.0.0.3");
        mappings.set(List.of(all, one));
        assertSame(one, find(TCP, "203.0.113.1", 85));
        assertSame(all, find(TCP, "203.0.113.2", 85));
        assertSame(all, find(TCP, "203.0.113.1", 84));
        assertSame(all, find(TCP, "203.0.113.1", 86));
    }

    @Test
    void shouldKeepTheFamiliesApart()
    {
        final StaticMapping ipv4 = mapping("", 80, 80, "10.0.0.2");
        final StaticMapping ipv6 = mapping("", 80, 80, "2001:db8::2");
        mappings.set(List.of(ipv4, ipv6));
        assertSame(ipv4, find(TCP, "203.0.113.1", 80));
        assertSame(ipv6, find(TCP, "2001:db8:ffff::1", 80));
    }

    @Test
    void shouldAllowEveryoneWithoutAListAndOnlyTheListedWithOne()
    {
        final Prefix prefix = new Prefix(high("2001:db8::"), 0, 32);
        final StaticMapping listed = new StaticMapping(TCP, 0, 0, 80, 80, 1, 0, low("10.0.0.2"), 80,
            new Prefix[]{prefix});
        assertTrue(listed.allows(high("2001:db8:77::1"), low("2001:db8:77::1")));
        assertEquals(false, listed.allows(high("2001:db9::1"), low("2001:db9::1")));
        assertTrue(mapping("", 80, 80, "10.0.0.2").allows(0, low("192.0.2.1")));
    }

    @Test
    void shouldFindWhatALookAtEachOneFinds()
    {
        final Random random = new Random(7);
        final List<StaticMapping> all = new ArrayList<>();
        for (int i = 0; i < 200; i++)
        {
            final int first = random.nextInt(2000);
            all.add(mapping(random.nextBoolean() ? "" : "203.0.113." + random.nextInt(3), first,
                first + random.nextInt(20), "10.0.0." + i));
        }
        mappings.set(all);
        for (int port = 0; port < 2100; port++)
        {
            assertEquals(naive(all, low("203.0.113.1"), port), null == find(TCP, "203.0.113.1", port) ? 0 :
                0 == find(TCP, "203.0.113.1", port).externalLow() ? 1 : 2, "port " + port);
        }
    }

    /** 0 for none, 1 for one for all addresses, 2 for one for this very address. */
    private static int naive(final List<StaticMapping> all, final long low, final int port)
    {
        return all.stream().filter((mapping) -> port >= mapping.firstPort() && port <= mapping.lastPort())
            .mapToInt((mapping) -> low == mapping.externalLow() ? 2 : 0 == mapping.externalLow() ? 1 : 0)
            .max().orElse(0);
    }

    private StaticMapping find(final int protocol, final String external, final int port)
    {
        return mappings.find(protocol, high(external), low(external), port);
    }

    private static StaticMapping mapping(final String external, final int first, final int last,
        final String internal)
    {
        return new StaticMapping(TCP, external.isEmpty() ? 0 : high(external), external.isEmpty() ? 0 : low(external),
            first, last, 1, high(internal), low(internal), 100, new Prefix[0]);
    }
}

package io.tulle.dns.zone;

import static io.tulle.dns.zone.NameRig.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The names that containers have by their endpoints, as Docker's are. */
class EndpointNamesTest
{
    private static final NamedEndpoint.Service HTTP = new NamedEndpoint.Service(80, "tcp");
    private static final NamedEndpoint WEB_1 = new NamedEndpoint("shop_web_1", "0123456789ab", List.of("web"),
        address("10.77.0.5"), address("fd00:77::5"), List.of(HTTP));
    private static final NamedEndpoint WEB_2 = new NamedEndpoint("shop_web_2", "ba9876543210", List.of("WEB"),
        address("10.77.0.6"), null, List.of(HTTP));

    private final NameRig rig = new NameRig();

    private NameRig network(final NamedEndpoint... endpoints)
    {
        final EndpointNames names = EndpointNames.of("shop", Arrays.asList(endpoints));
        assertEquals(Set.of(), names.skipped());
        return rig.sees(names.entries().toArray(ZoneEntry[]::new));
    }

    @Test
    void shouldAnswerNameShortIdAndAliasAloneAndBeforeTheNetwork()
    {
        network(WEB_1);
        for (final String name : List.of("shop_web_1", "0123456789ab", "web"))
        {
            for (final String asked : List.of(name, name + ".shop", name.toUpperCase() + ".SHOP"))
            {
                assertEquals(List.of("10.77.0.5"), rig.data(asked, Type.A));
                assertEquals(List.of("fd00:77:0:0:0:0:0:5"), rig.data(asked, Type.AAAA));
            }
        }
        assertTrue(rig.isOrdinary("web.other", Type.A));
    }

    @Test
    void shouldAnswerASharedAliasWithAllItsEndpointsInTurn()
    {
        network(WEB_1, WEB_2);
        final Set<String> first = Set.copyOf(Stream.generate(() -> rig.data("web", Type.A).get(0)).limit(8).toList());
        assertEquals(Set.of("10.77.0.5", "10.77.0.6"), first);
        assertEquals(2, rig.data("web.shop", Type.A).size());
        assertEquals(List.of("fd00:77:0:0:0:0:0:5"), rig.data("web", Type.AAAA));
        network(WEB_2);
        assertEquals(List.of("10.77.0.6"), rig.data("web", Type.A));
        assertEquals(List.of(), rig.data("web", Type.AAAA));
    }

    @Test
    void shouldUniteAContainersNameWithTheAliasOfAnother()
    {
        final NamedEndpoint named = new NamedEndpoint("web", null, List.of(), address("10.77.0.7"), null, List.of());
        network(WEB_1, named);
        assertEquals(Set.of("10.77.0.5", "10.77.0.7"), Set.copyOf(rig.data("web", Type.A)));
    }

    @Test
    void shouldPointAddressesToTheContainersFullName()
    {
        network(WEB_1, WEB_2);
        assertEquals(List.of("shop_web_1.shop."), rig.data("5.0.77.10.in-addr.arpa", Type.PTR));
        assertEquals(List.of("shop_web_1.shop."),
            rig.data(ReverseName.of(address("fd00:77::5")).toUpperCase(), Type.PTR));
        assertEquals(List.of("shop_web_2.shop."), rig.data("6.0.77.10.in-addr.arpa", Type.PTR));
    }

    @Test
    void shouldAnswerPublishedServicesOfEachName()
    {
        network(WEB_1, WEB_2);
        for (final String name : List.of("_80._tcp.shop_web_1", "_80._tcp.0123456789ab", "_80._tcp.shop_web_1.shop"))
        {
            assertEquals(List.of("0 0 80 shop_web_1.shop."), rig.data(name, Type.SRV));
        }
        assertEquals(Set.of("0 0 80 shop_web_1.shop.", "0 0 80 shop_web_2.shop."),
            Set.copyOf(rig.data("_80._tcp.web", Type.SRV)));
        assertEquals(Set.of("10.77.0.5", "fd00:77:0:0:0:0:0:5", "10.77.0.6"),
            Set.copyOf(NameRig.data(rig.ask("_80._tcp.web", Type.SRV), Section.ADDITIONAL)));
        assertTrue(rig.isOrdinary("_80._udp.web", Type.SRV));
    }

    @Test
    void shouldTakeNamesWithDots()
    {
        network(new NamedEndpoint("a.b_c", null, List.of("www.example.com."), address("10.77.0.8"), null, List.of()));
        assertEquals(List.of("10.77.0.8"), rig.data("a.b_c", Type.A));
        assertEquals(List.of("10.77.0.8"), rig.data("a.b_c.shop", Type.A));
        assertEquals(List.of("10.77.0.8"), rig.data("www.example.com", Type.A));
    }

    @Test
    void shouldSkipWhatNobodyCanAskForAndKeepTheRest()
    {
        final String tooLong = "x".repeat(64);
        final NamedEndpoint endpoint = new NamedEndpoint(tooLong, "0123456789ab", List.of("a..b", "ok", "", "\u00e4"),
            address("10.77.0.9"), null, List.of(HTTP));
        final EndpointNames names = EndpointNames.of("shop", List.of(endpoint));
        assertEquals(Set.of(tooLong, tooLong + ".shop", "a..b", "a..b.shop", "", ".shop", "\u00e4", "\u00e4.shop"),
            names.skipped());
        rig.sees(names.entries().toArray(ZoneEntry[]::new));
        assertEquals(List.of("10.77.0.9"), rig.data("ok", Type.A));
        assertEquals(List.of("0123456789ab.shop."), rig.data("9.0.77.10.in-addr.arpa", Type.PTR));
        assertEquals(List.of("0 0 80 0123456789ab.shop."), rig.data("_80._tcp.ok", Type.SRV));
    }

    @Test
    void shouldTakeTwoSpellingsOfANameForOne()
    {
        network(WEB_1, new NamedEndpoint("other", null, List.of("\\119eb"), address("10.77.0.9"), null, List.of()));
        assertEquals(Set.of("10.77.0.5", "10.77.0.9"), Set.copyOf(rig.data("web", Type.A)));
    }

    @Test
    void shouldTakeAnEndpointOfWhichNothingIsKnownButItsAddress()
    {
        network(new NamedEndpoint(null, null, List.of(), address("10.77.0.9"), null, List.of(HTTP)), WEB_2);
        assertEquals(List.of("10.77.0.6"), rig.data("web", Type.A));
    }

    @Test
    void shouldSayWhoseANameIs()
    {
        final List<ZoneEntry> entries = EndpointNames.of("shop", List.of(WEB_1, WEB_2)).entries();
        assertEquals(List.of("shop_web_1, shop_web_2"), entries.stream()
            .filter((entry) -> "web".equals(entry.name())).map(ZoneEntry::source).toList());
    }
}

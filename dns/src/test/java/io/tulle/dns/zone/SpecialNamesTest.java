package io.tulle.dns.zone;

import static io.tulle.dns.zone.NameRig.TTL_S;
import static io.tulle.dns.zone.NameRig.data;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dns.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What is never asked of anybody, by the RFC that says so. */
class SpecialNamesTest
{
    private final NameRig rig = new NameRig();

    @ParameterizedTest(name = "{0}: {1} is in the zone {2}")
    @CsvSource({
        "RFC 6761 6.2, test, test",
        "RFC 6761 6.2, a.b.test, test",
        "RFC 6761 6.4, invalid, invalid",
        "RFC 6761 6.4, www.INVALID, INVALID",
        "RFC 6762 22.1, printer.local, local",
        "RFC 7686, duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion, onion",
        "RFC 9476, name.alt, alt",
        "RFC 9462, _dns.resolver.arpa, resolver.arpa",
        "RFC 6303 4.1, 4.3.2.10.in-addr.arpa, 10.in-addr.arpa",
        "RFC 6303 4.1, 4.3.16.172.in-addr.arpa, 16.172.in-addr.arpa",
        "RFC 6303 4.1, 4.3.31.172.in-addr.arpa, 31.172.in-addr.arpa",
        "RFC 6303 4.1, 4.3.168.192.IN-ADDR.ARPA, 168.192.IN-ADDR.ARPA",
        "RFC 6303 4.2, 4.3.2.0.in-addr.arpa, 0.in-addr.arpa",
        "RFC 6303 4.2, 4.3.254.169.in-addr.arpa, 254.169.in-addr.arpa",
        "RFC 6303 4.2, 4.2.0.192.in-addr.arpa, 2.0.192.in-addr.arpa",
        "RFC 6303 4.2, 4.100.51.198.in-addr.arpa, 100.51.198.in-addr.arpa",
        "RFC 6303 4.2, 4.113.0.203.in-addr.arpa, 113.0.203.in-addr.arpa",
        "RFC 6303 4.2, 255.255.255.255.in-addr.arpa, 255.255.255.255.in-addr.arpa",
        "RFC 6763 11, lb._dns-sd._udp.0.0.77.10.in-addr.arpa, 10.in-addr.arpa",
        "RFC 6763 11, lb._dns-sd._udp.10.in-addr.arpa, 10.in-addr.arpa",
        "RFC 7793, 4.3.64.100.in-addr.arpa, 64.100.in-addr.arpa",
        "RFC 7793, 4.3.127.100.in-addr.arpa, 127.100.in-addr.arpa",
    })
    void shouldSayThatANameDoesNotExist(final String rfc, final String name, final String zone)
    {
        shouldBeAbsent(rig.ask(name, Type.PTR), zone);
        assertEquals(Outcome.SPECIAL, rig.names().outcome());
        assertNull(rig.names().zone());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "RFC 6303 4.3, '::', 32",
        "RFC 6303 4.4, fd12:3456::1, 2",
        "RFC 6303 4.5, fe80::1, 3",
        "RFC 6303 4.5, febf::1, 3",
        "RFC 6303 4.6, 2001:db8::1, 8",
    })
    void shouldSayThatAnIpv6AddressHasNoName(final String rfc, final String address, final int nibbles)
    {
        final String name = ReverseName.of(NameRig.address(address));
        shouldBeAbsent(rig.ask(name, Type.PTR), name.substring(2 * (32 - nibbles)));
    }

    /** RFC 2308 3: with an SOA record, whose time to live is the answer's. */
    private static void shouldBeAbsent(final Message answer, final String zone)
    {
        assertEquals(Rcode.NXDOMAIN, answer.getRcode());
        shouldHaveNothing(answer, zone);
    }

    private static void shouldHaveNothing(final Message answer, final String zone)
    {
        assertTrue(answer.getHeader().getFlag(Flags.AA));
        assertEquals(List.of(), answer.getSection(Section.ANSWER));
        final SOARecord authority = (SOARecord) answer.getSection(Section.AUTHORITY).get(0);
        assertEquals(zone + '.', authority.getName().toString());
        assertEquals(TTL_S, authority.getTTL());
        assertEquals("localhost. nobody.invalid. 1 3600 1200 604800 10800", authority.rdataToString());
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "com", "example.com", "web", "web.tulle0", "test.com", "localhost.example", "arpa",
        "ip6.arpa", "in-addr.arpa", "home.arpa", "8.8.8.8.in-addr.arpa", "4.3.32.172.in-addr.arpa",
        "4.3.15.172.in-addr.arpa", "172.in-addr.arpa", "192.in-addr.arpa", "4.3.128.100.in-addr.arpa",
        "3.2.010.in-addr.arpa", "256.in-addr.arpa", "1010.in-addr.arpa", "x10.in-addr.arpa", "1-.in-addr.arpa",
        "f.ip6.arpa", "c.f.ip6.arpa", "e.f.ip6.arpa", "7.e.f.ip6.arpa", "c.e.f.ip6.arpa", "0.0.0.0.ip6.arpa",
        "df.ip6.arpa", "d.x.ip6.arpa", "8.8.8.8.in-addr.arpa.example", "10.in-addr\\.arpa", "contest",
        "example.alto", "host.docker.internal"})
    void shouldLeaveOrdinaryNamesToOthers(final String name)
    {
        assertTrue(rig.isOrdinary(name, Type.PTR));
        assertTrue(rig.isOrdinary(name, Type.A));
    }

    @Test
    void shouldLeaveGlobalAddressesToOthers()
    {
        for (final String address : List.of("2001:4860:4860::8888", "::2", "::1:1", "fc00::1", "fec0::1", "2001:db9::"))
        {
            assertTrue(rig.isOrdinary(ReverseName.of(NameRig.address(address)), Type.PTR), address);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "app.localhost"})
    void shouldAnswerLocalhostWithLoopbackAddresses(final String name)
    {
        assertEquals(List.of("127.0.0.1"), rig.data(name, Type.A));
        assertEquals(List.of("0:0:0:0:0:0:0:1"), rig.data(name, Type.AAAA));
        assertEquals(List.of("127.0.0.1"), rig.data(name, Type.ANY));
        final Message other = rig.ask(name, Type.MX);
        assertEquals(Rcode.NOERROR, other.getRcode());
        shouldHaveNothing(other, name.substring(name.length() - "localhost".length()));
    }

    @Test
    void shouldAnswerLoopbackAddressesWithLocalhost()
    {
        for (final String address : List.of("127.0.0.1", "127.3.2.1", "::1"))
        {
            final String name = ReverseName.of(NameRig.address(address));
            assertEquals(List.of("localhost."), rig.data(name, Type.PTR));
            assertEquals(Rcode.NOERROR, rig.ask(name, Type.A).getRcode());
            assertEquals(Rcode.NXDOMAIN, rig.ask("x." + name, Type.PTR).getRcode());
        }
    }

    /** RFC 8020: a stub that hears that 10.in-addr.arpa does not exist need not ask for a container's address. */
    @ParameterizedTest
    @CsvSource({"10.in-addr.arpa, 10.in-addr.arpa", "77.10.in-addr.arpa, 10.in-addr.arpa",
        "0.77.10.in-addr.arpa, 10.in-addr.arpa", "0.0.d.f.ip6.arpa, d.f.ip6.arpa"})
    void shouldNotDenyWhatIsAboveTheAddressesOfContainers(final String name, final String zone)
    {
        final Message answer = rig.ask(name, Type.NS);
        assertEquals(Rcode.NOERROR, answer.getRcode());
        shouldHaveNothing(answer, zone);
    }

    @Test
    void shouldAnswerForTheAuthorityOfAReverseZone()
    {
        final Message answer = rig.ask("10.in-addr.arpa", Type.SOA);
        assertEquals(List.of("localhost. nobody.invalid. 1 3600 1200 604800 10800"), data(answer, Section.ANSWER));
        assertEquals(List.of(), answer.getSection(Section.AUTHORITY));
    }

    @Test
    void shouldSayNothingSpecialBelowADomainWithServersOfItsOwn()
    {
        rig.sees(NameRig.view(NameRig.forwarding("corp.local", "10.in-addr.arpa", "d.f.ip6.arpa", "test"),
            ZoneTable.EMPTY));
        assertTrue(rig.isOrdinary("corp.local", Type.A));
        assertTrue(rig.isOrdinary("Web.CORP.Local", Type.A));
        assertTrue(rig.isOrdinary("4.3.2.10.in-addr.arpa", Type.PTR));
        assertTrue(rig.isOrdinary(ReverseName.of(NameRig.address("fd00::1")), Type.PTR));
        assertTrue(rig.isOrdinary("a.test", Type.A));
        assertFalse(rig.isOrdinary("xcorp.local", Type.A));
        assertFalse(rig.isOrdinary("local", Type.A));
        assertFalse(rig.isOrdinary("4.3.168.192.in-addr.arpa", Type.PTR));
        assertFalse(rig.isOrdinary("x\\004test.invalid", Type.A));
    }

    @Test
    void shouldNotTakeServersOfAllNamesForServersOfSpecialNames()
    {
        rig.sees(NameRig.view(NameRig.forwarding("."), ZoneTable.EMPTY));
        assertFalse(rig.isOrdinary("printer.local", Type.A));
    }

    @Test
    void shouldPreferNamesOfContainersToSpecialOnes()
    {
        rig.sees(ZoneEntry.of("db.test", NameRig.addresses("10.0.0.9"), "db"));
        assertEquals(List.of("10.0.0.9"), rig.data("db.test", Type.A));
        assertEquals(Rcode.NXDOMAIN, rig.ask("x.db.test", Type.A).getRcode());
    }
}

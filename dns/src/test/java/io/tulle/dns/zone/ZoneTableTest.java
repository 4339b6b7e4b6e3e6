package io.tulle.dns.zone;

import static io.tulle.dns.zone.NameRig.TTL_S;
import static io.tulle.dns.zone.NameRig.addresses;
import static io.tulle.dns.zone.NameRig.data;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Names and records of one table, read by another's decoder. */
class ZoneTableTest
{
    private static final ZoneEntry WEB = ZoneEntry.of("web", addresses("10.77.0.5", "fd00:77::5"), "web");
    private static final ZoneEntry REVERSE =
        new ZoneEntry("5.0.77.10.in-addr.arpa", List.of(), "web.net", List.of(), "web");

    private final NameRig rig = new NameRig();

    @Test
    void shouldAnswerEachFamilyWithItsOwnAddresses()
    {
        rig.sees(WEB);
        assertEquals(List.of("10.77.0.5"), rig.data("web", Type.A));
        assertEquals(List.of("fd00:77:0:0:0:0:0:5"), rig.data("web", Type.AAAA));
    }

    @Test
    void shouldAnswerWithAuthorityAndTheTimeToLiveOfTheSettings()
    {
        final Message answer = rig.sees(WEB).ask("web", Type.A);
        assertTrue(answer.getHeader().getFlag(Flags.AA));
        assertTrue(answer.getHeader().getFlag(Flags.RA));
        assertTrue(answer.getHeader().getFlag(Flags.RD));
        assertEquals(TTL_S, answer.getSection(Section.ANSWER).get(0).getTTL());
    }

    @ParameterizedTest
    @ValueSource(ints = {Type.AAAA, Type.MX, Type.TXT, Type.HTTPS, Type.SRV, Type.PTR, Type.CNAME, 65_280})
    void shouldAnswerTypesThatANameDoesNotHaveWithNothing(final int type)
    {
        final Message answer = rig.sees(ZoneEntry.of("old", addresses("10.77.0.6"), "old")).ask("old", type);
        assertEquals(Rcode.NOERROR, answer.getRcode());
        assertEquals(List.of(), answer.getSection(Section.ANSWER));
    }

    @Test
    void shouldFindANameWhateverItsCaseAndKeepTheAskersCase() throws Exception
    {
        final Message answer = rig.sees(ZoneEntry.of("Web-Server.Net", addresses("10.77.0.5"), "web"))
            .ask("wEB-sERVER.nET", Type.A);
        final Record record = answer.getSection(Section.ANSWER).get(0);
        assertEquals("wEB-sERVER.nET.", record.getName().toString());
        assertEquals("wEB-sERVER.nET.", answer.getQuestion().getName().toString());
        assertEquals(Name.fromString("web-server.net."), record.getName());
    }

    @Test
    void shouldTellNamesApartThatDifferInDotsOnly()
    {
        rig.sees(ZoneEntry.of("a.b", addresses("10.0.0.1"), ""), ZoneEntry.of("ab", addresses("10.0.0.2"), ""),
            ZoneEntry.of("a\\.b", addresses("10.0.0.3"), ""), ZoneEntry.of("a_b", addresses("10.0.0.4"), ""));
        assertEquals(List.of("10.0.0.1"), rig.data("a.b", Type.A));
        assertEquals(List.of("10.0.0.2"), rig.data("ab", Type.A));
        assertEquals(List.of("10.0.0.3"), rig.data("a\\.b", Type.A));
        assertEquals(List.of("10.0.0.4"), rig.data("a_b", Type.A));
        assertTrue(rig.isOrdinary("a.b.a", Type.A));
    }

    @Test
    void shouldPutEachAddressFirstNowAndThen()
    {
        rig.sees(ZoneEntry.of("pool", addresses("10.0.0.1", "10.0.0.2", "10.0.0.3"), ""));
        final Set<String> first = new TreeSet<>();
        for (int i = 0; i < 12; i++)
        {
            final List<String> answers = rig.data("pool", Type.A);
            assertEquals(Set.of("10.0.0.1", "10.0.0.2", "10.0.0.3"), Set.copyOf(answers));
            first.add(answers.get(0));
        }
        assertEquals(3, first.size());
    }

    @Test
    void shouldRotateForOneWhoAsksForBothFamiliesInTurn()
    {
        rig.sees(ZoneEntry.of("pool", addresses("10.0.0.1", "10.0.0.2", "fd00::1", "fd00::2"), ""));
        int first = 0;
        for (int i = 0; i < 100; i++)
        {
            first += "10.0.0.1".equals(rig.data("pool", Type.A).get(0)) ? 1 : 0;
            rig.ask("pool", Type.AAAA);
        }
        assertEquals(50, first, 5);
    }

    @Test
    void shouldTruncateWhatDoesNotFitAndStillRotate()
    {
        rig.sees(ZoneEntry.of("many", IntStream.range(0, 300)
            .mapToObj((i) -> NameRig.address("10.0." + i / 100 + '.' + i % 100)).toList(), ""));
        final Message one = rig.ask("many", Type.A, 512);
        final Message other = rig.ask("many", Type.A, 512);
        assertTrue(one.getHeader().getFlag(Flags.TC));
        assertTrue(data(one, Section.ANSWER).size() > 20);
        assertFalse(data(other, Section.ANSWER).contains(data(one, Section.ANSWER).get(0)));
        assertEquals(300, data(rig.ask("many", Type.A, 0xFFFF), Section.ANSWER).size());
    }

    @Test
    void shouldAnswerReverseNames()
    {
        assertEquals(List.of("web.net."), rig.sees(WEB, REVERSE).data("5.0.77.10.in-addr.arpa", Type.PTR));
    }

    @Test
    void shouldAnswerServicesWithTheAddressesOfTheirTarget()
    {
        final ZoneEntry service = new ZoneEntry("_80._tcp.pool", List.of(), null,
            List.of(new ZoneEntry.Service(80, "WEB"), new ZoneEntry.Service(8_080, "elsewhere.net")), "");
        final Message answer = rig.sees(service, WEB).ask("_80._TCP.pool", Type.SRV);
        assertEquals(List.of("0 0 80 WEB.", "0 0 8080 elsewhere.net."), data(answer, Section.ANSWER));
        assertEquals(List.of("10.77.0.5", "fd00:77:0:0:0:0:0:5"), data(answer, Section.ADDITIONAL));
        assertEquals("web.", answer.getSection(Section.ADDITIONAL).get(0).getName().toString());
    }

    @Test
    void shouldTruncateServicesButLeaveOutTheirAddressesSilently()
    {
        final List<ZoneEntry.Service> services =
            IntStream.range(0, 60).mapToObj((i) -> new ZoneEntry.Service(1_000 + i, "web")).toList();
        rig.sees(new ZoneEntry("_x._tcp.few", List.of(), null, services.subList(0, 18), ""),
            new ZoneEntry("_x._tcp.many", List.of(), null, services, ""), WEB);
        final Message few = rig.ask("_x._tcp.few", Type.SRV, 512);
        assertFalse(few.getHeader().getFlag(Flags.TC));
        assertEquals(18, few.getSection(Section.ANSWER).size());
        assertTrue(few.getSection(Section.ADDITIONAL).size() < 4);
        final Message many = rig.ask("_x._tcp.many", Type.SRV, 512);
        assertTrue(many.getHeader().getFlag(Flags.TC));
        assertEquals(List.of(), many.getSection(Section.ADDITIONAL));
    }

    @Test
    void shouldAnswerAnyWithOneSetOfRecords()
    {
        final ZoneEntry ipv6Only = ZoneEntry.of("six", addresses("fd00::6"), "");
        rig.sees(WEB, REVERSE, ipv6Only, ZoneEntry.of("nothing", List.of(), ""));
        assertEquals(List.of("10.77.0.5"), rig.data("web", Type.ANY));
        assertEquals(List.of("fd00:0:0:0:0:0:0:6"), rig.data("six", Type.ANY));
        assertEquals(List.of("web.net."), rig.data("5.0.77.10.in-addr.arpa", Type.ANY));
        assertEquals(List.of("\"RFC8482\" \"\""), rig.data("nothing", Type.ANY));
    }

    @Test
    void shouldRefuseNamesThatNobodyCanAskFor()
    {
        for (final String name : List.of("x".repeat(64), "x.".repeat(128), "a..b", "", ".", "\u00e4"))
        {
            final List<ZoneEntry> entries = List.of(ZoneEntry.of(name, addresses("10.0.0.1"), ""));
            assertThrows(IllegalArgumentException.class, () -> ZoneTable.of(entries), name);
        }
    }

    @Test
    void shouldRefuseTheSameNameTwice()
    {
        final List<ZoneEntry> entries = List.of(WEB, ZoneEntry.of("WEB", addresses("10.77.0.6"), ""));
        assertThrows(IllegalArgumentException.class, () -> ZoneTable.of(entries));
    }

    @Test
    void shouldListItsEntriesByName()
    {
        final ZoneTable table = ZoneTable.of(List.of(WEB, REVERSE, ZoneEntry.of("Alpha", List.of(), "")));
        assertEquals(List.of("5.0.77.10.in-addr.arpa", "Alpha", "web"),
            table.entries().stream().map(ZoneEntry::name).toList());
        assertEquals(3, table.size());
        assertEquals(List.of(), ZoneTable.EMPTY.entries());
    }
}

package io.tulle.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dns.zone.NameView;
import io.tulle.dns.zone.Zone;
import io.tulle.dns.zone.ZoneEntry;
import io.tulle.dns.zone.ZoneTable;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** RFC 6891: the OPT record in questions and in answers of every kind. */
class Rfc6891Test
{
    private static final int ADDRESSES = 100;

    private final Responder responder = new Responder(DnsSettings.DEFAULTS, new AnswerCache(16));
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[66_000]);
    private final NameView view = view();

    @Test
    void shouldAnswerOptWithOneOptWhateverTheAnswerSection611() throws IOException
    {
        shouldHaveOpt(respond(question("web", Type.A, 1_232, 0)), Rcode.NOERROR);
        shouldHaveOpt(respond(question("web", Type.MX, 1_232, 0)), Rcode.NOERROR);
        shouldHaveOpt(respond(question("name.invalid", Type.A, 1_232, 0)), Rcode.NXDOMAIN);
        shouldHaveOpt(respond(question("web", Type.AXFR, 1_232, 0)), Rcode.NOTIMP);
        shouldHaveOpt(respond(question("web", Type.A, 1_232, 1)), Rcode.BADVERS);
        shouldHaveOpt(respond(question("web", Type.OPT, 1_232, 0)), Rcode.FORMERR);
        final Message chaos = Message.newQuery(Record.newRecord(Packets.name("web"), Type.TXT, DClass.CH));
        chaos.addRecord(new OPTRecord(1_232, 0, 0), Section.ADDITIONAL);
        shouldHaveOpt(respond(chaos), Rcode.REFUSED);
    }

    @Test
    void shouldRefuseTwoOptRecordsSection611() throws IOException
    {
        final Message twice = question("web", Type.A, 1_232, 0);
        twice.addRecord(new OPTRecord(4_096, 0, 0), Section.ADDITIONAL);
        shouldHaveOpt(respond(twice), Rcode.FORMERR);
    }

    @Test
    void shouldAnswerWithoutOptToWhoSendsNoneSection7() throws IOException
    {
        final Message answer = respond(Packets.message(7, "web", Type.A));
        assertEquals(List.of(), answer.getSection(Section.ADDITIONAL));
    }

    @Test
    void shouldTakeAnOfferBelow512For512Section623() throws IOException
    {
        final int few = octets(question("many", Type.A, 12, 0));
        assertTrue(few > 480 && few <= 512, "octets: " + few);
        assertEquals(few, octets(question("many", Type.A, 512, 0)));
    }

    @Test
    void shouldSendNoMoreThan1232OctetsWhateverTheOfferSection625() throws IOException
    {
        final int many = octets(question("many", Type.A, 65_535, 0));
        assertTrue(many > 1_200 && many <= 1_232, "octets: " + many);
        assertEquals(many, octets(question("many", Type.A, 1_232, 0)));
    }

    @Test
    void shouldPassOverOptionsThatItDoesNotKnowSection612() throws IOException
    {
        final Message question = Packets.message(7, "web", Type.A);
        question.addRecord(new OPTRecord(1_232, 0, 0, 0, List.of(
            new GenericEDNSOption(3, new byte[0]), // NSID
            new GenericEDNSOption(10, new byte[8]), // COOKIE, RFC 7873
            new GenericEDNSOption(65_001, new byte[300]))), Section.ADDITIONAL);
        final Message answer = respond(question);
        shouldHaveOpt(answer, Rcode.NOERROR);
        assertEquals(List.of(), answer.getOPT().getOptions());
        assertEquals(1, answer.getSection(Section.ANSWER).size());
    }

    @Test
    void shouldRepeatDoAndNoFlagThatItDoesNotKnowSection614() throws IOException
    {
        final Message question = Packets.message(7, "web", Type.A);
        question.addRecord(new OPTRecord(1_232, 0, 0, 0xFFFF), Section.ADDITIONAL);
        assertEquals(0x8000, respond(question).getOPT().getFlags());
    }

    private static void shouldHaveOpt(final Message answer, final int responseCode)
    {
        assertEquals(responseCode, answer.getRcode());
        final List<Record> additional = answer.getSection(Section.ADDITIONAL);
        assertEquals(1, additional.size());
        assertEquals(1_232, answer.getOPT().getPayloadSize());
        assertEquals(0, answer.getOPT().getVersion());
    }

    private int octets(final Message question) throws IOException
    {
        final Message answer = respond(question);
        assertTrue(answer.getHeader().getFlag(Flags.TC));
        return answer.numBytes();
    }

    private static Message question(final String name, final int type, final int payload, final int version)
    {
        final Message question = Packets.message(7, name, type);
        question.addRecord(new OPTRecord(payload, 0, version), Section.ADDITIONAL);
        return question;
    }

    private Message respond(final Message question) throws IOException
    {
        final byte[] bytes = question.toWire();
        buffer.putBytes(0, bytes);
        final int length = responder.respond(buffer, 0, bytes.length, view, 0, 0);
        return new Message(Arrays.copyOf(buffer.byteArray(), length));
    }

    private static NameView view()
    {
        final List<String> addresses = new ArrayList<>();
        for (int i = 0; i < ADDRESSES; i++)
        {
            addresses.add("172.17.1." + i);
        }
        final Zone zone = new Zone("net");
        zone.table(ZoneTable.of(List.of(ZoneEntry.of("web", DnsRig.addresses("172.17.0.2"), "web"),
            ZoneEntry.of("many", DnsRig.addresses(addresses.toArray(new String[0])), "many"))));
        return new NameView(1, "c1", "net", 1_500, Packets.ROUTER_MAC, ZoneTable.EMPTY, List.of(zone),
            new Forwarding(1, List.of(), Map.of()));
    }
}

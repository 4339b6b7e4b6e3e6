package io.tulle.dns;

import static io.tulle.dns.DnsRig.SECOND_NS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.ExtendedError;
import io.tulle.dns.message.ResponseCode;
import io.tulle.dns.zone.NameView;
import io.tulle.dns.zone.Zone;
import io.tulle.dns.zone.ZoneEntry;
import io.tulle.dns.zone.ZoneTable;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Answers without frames around them, read by another implementation of DNS. */
class ResponderTest
{
    private static final int OFFSET = 42;
    private static final int OPTION_EXTENDED_ERROR = 15;

    private final AnswerCache cache = new AnswerCache(16);
    private final Responder responder = new Responder(DnsSettings.DEFAULTS, cache);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[66_000]);
    private final NameView view = view();

    @Test
    void shouldAnswerALocalNameAndTellItsZone() throws IOException
    {
        final Message answer = respond(Packets.question(7, "web", Type.A), 0, 0);
        assertTrue(answer.getHeader().getFlag(Flags.AA));
        assertEquals(Outcome.LOCAL, responder.outcome());
        assertEquals(ResponseCode.NOERROR, responder.responseCode());
        assertEquals("net", responder.zone());
        assertFalse(responder.isRefreshDue());
    }

    @Test
    void shouldNotKnowOtherNames() throws IOException
    {
        assertNull(respond(Packets.question(7, "example.com", Type.A), 0, 0));
    }

    @Test
    void shouldRefuseWithTheRightCode() throws IOException
    {
        final Message notify = Packets.message(7, "web", Type.A);
        notify.getHeader().setOpcode(4);
        assertEquals(Rcode.NOTIMP, respond(notify.toWire(), 0, 0).getRcode());
        final Message version = Packets.message(7, "web", Type.A);
        version.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
        assertEquals(Rcode.BADVERS, respond(version.toWire(), 0, 0).getRcode());
        assertEquals(Outcome.REFUSED, responder.outcome());
        assertEquals(Rcode.BADVERS, responder.responseCode());
    }

    @Test
    void shouldCopyTheAskersFlags() throws IOException
    {
        keep(text(1), false);
        final Message question = Packets.message(9, "example.com", Type.TXT);
        question.getHeader().unsetFlag(Flags.RD);
        final Message answer = respond(question.toWire(), 0, 0);
        assertTrue(answer.getHeader().getFlag(Flags.QR));
        assertTrue(answer.getHeader().getFlag(Flags.RA));
        assertFalse(answer.getHeader().getFlag(Flags.RD));
        assertFalse(answer.getHeader().getFlag(Flags.AA));
        assertEquals(9, answer.getHeader().getID());
        assertNull(answer.getOPT(), "RFC 6891 6.1.1: only in answer to one");
        assertEquals(Outcome.CACHE, responder.outcome());
        assertNull(responder.zone());
    }

    @Test
    void shouldSayAuthenticatedToWhoAsks() throws IOException
    {
        keep(text(1), true);
        final Message plain = Packets.message(9, "example.com", Type.TXT);
        assertFalse(respond(plain.toWire(), 0, 0).getHeader().getFlag(Flags.AD));
        plain.getHeader().setFlag(Flags.AD);
        assertTrue(respond(plain.toWire(), 0, 0).getHeader().getFlag(Flags.AD));
    }

    @Test
    void shouldAnswerNegativelyFromTheCache() throws IOException
    {
        final Message negative = Packets.message(0, "example.com", Type.TXT);
        negative.getHeader().setFlag(Flags.QR);
        negative.getHeader().setRcode(Rcode.NXDOMAIN);
        final Name name = Packets.name("example.com"); // the question's own, so that it is a pointer
        negative.addRecord(new SOARecord(name, DClass.IN, 300, name, name, 1, 2, 3, 4, 60), Section.AUTHORITY);
        keep(negative, false);
        final Message answer = respond(Packets.questionWithOpt(9, "EXAMPLE.com", Type.TXT, 1232, false), 10, 0);
        assertEquals(Rcode.NXDOMAIN, answer.getRcode());
        assertEquals(Rcode.NXDOMAIN, responder.responseCode());
        assertEquals(290, answer.getSection(Section.AUTHORITY).get(0).getTTL());
        assertEquals("EXAMPLE.com.", answer.getSection(Section.AUTHORITY).get(0).getName().toString());
        assertEquals(1232, answer.getOPT().getPayloadSize());
    }

    @Test
    void shouldTruncateWhatDoesNotFit() throws IOException
    {
        keep(text(4), false);
        final Message cut = respond(Packets.question(9, "example.com", Type.TXT), 0, 0);
        assertTrue(cut.getHeader().getFlag(Flags.TC));
        assertTrue(cut.getSection(Section.ANSWER).isEmpty());
        final Message whole = respond(Packets.question(9, "example.com", Type.TXT), 0, 65_535);
        assertFalse(whole.getHeader().getFlag(Flags.TC));
        assertEquals(4, whole.getSection(Section.ANSWER).size());
        assertEquals(4, respond(Packets.questionWithOpt(9, "example.com", Type.TXT, 4096, false), 0, 0)
            .getSection(Section.ANSWER).size());
    }

    @Test
    void shouldTellOnceThatARefreshIsDue() throws IOException
    {
        keep(text(1), false);
        respond(Packets.question(9, "example.com", Type.TXT), 269, 0);
        assertFalse(responder.isRefreshDue());
        respond(Packets.question(9, "example.com", Type.TXT), 270, 0);
        assertTrue(responder.isRefreshDue());
        respond(Packets.question(9, "example.com", Type.TXT), 270, 0);
        assertFalse(responder.isRefreshDue());
        assertNull(respond(Packets.question(9, "example.com", Type.TXT), 300, 0));
    }

    @Test
    void shouldWriteAStaleAnswerIntoAnotherBuffer() throws IOException
    {
        final CachedAnswer kept = keep(text(2), false);
        final byte[] question = Packets.questionWithOpt(9, "example.com", Type.TXT, 1232, true);
        final DnsQuery query = new DnsQuery();
        assertEquals(ResponseCode.NOERROR, query.wrap(new UnsafeBuffer(question), 0, question.length));
        final int length = responder.write(kept, query, buffer, OFFSET, 0, 1000 * SECOND_NS, 30,
            ExtendedError.STALE_ANSWER);
        final Message answer = message(length);
        assertEquals(30, answer.getSection(Section.ANSWER).get(0).getTTL());
        assertEquals(30, answer.getSection(Section.ANSWER).get(1).getTTL());
        assertEquals(1, answer.getOPT().getOptions(OPTION_EXTENDED_ERROR).size());
        assertEquals(0x8000, answer.getOPT().getFlags());
    }

    @Test
    void shouldRefuseWithAReason() throws IOException
    {
        final byte[] question = Packets.questionWithOpt(9, "example.com", Type.TXT, 1232, false);
        final DnsQuery query = new DnsQuery();
        query.wrap(new UnsafeBuffer(question), 0, question.length);
        final Message answer = message(responder.refuse(query, buffer, OFFSET, 0, ResponseCode.SERVFAIL,
            ExtendedError.NETWORK_ERROR));
        assertEquals(Rcode.SERVFAIL, answer.getRcode());
        assertEquals(1, answer.getOPT().getOptions(OPTION_EXTENDED_ERROR).size());
    }

    private CachedAnswer keep(final Message answer, final boolean isAuthenticated)
    {
        final CachedAnswer kept = DnsRig.kept(answer, 1, 0, 300, isAuthenticated, 1);
        cache.put(kept);
        return kept;
    }

    /** Records of about 215 octets. */
    private static Message text(final int records)
    {
        final Message message = Packets.message(0, "example.com", Type.TXT);
        message.getHeader().setFlag(Flags.QR);
        for (int i = 0; i < records; i++)
        {
            message.addRecord(new TXTRecord(Packets.name("example.com"), DClass.IN, 300, i + "x".repeat(200)),
                Section.ANSWER);
        }
        return message;
    }

    private Message respond(final byte[] message, final long nowS, final int limit) throws IOException
    {
        buffer.putBytes(OFFSET, message);
        final int length = responder.respond(buffer, OFFSET, message.length, view, limit, nowS * SECOND_NS);
        return Responder.UNKNOWN == length ? null : message(length);
    }

    private Message message(final int length) throws IOException
    {
        return new Message(Arrays.copyOfRange(buffer.byteArray(), OFFSET, OFFSET + length));
    }

    private static NameView view()
    {
        final Zone zone = new Zone("net");
        zone.table(ZoneTable.of(List.of(ZoneEntry.of("web", DnsRig.addresses("172.17.0.2"), "web"))));
        return new NameView(1, "c1", "net", 1500, Packets.ROUTER_MAC, ZoneTable.EMPTY, List.of(zone),
            new Forwarding(1, List.of(), Map.of()));
    }
}

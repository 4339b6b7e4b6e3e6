package io.tulle.dns;

import static io.tulle.dns.DnsRig.PORT;
import static io.tulle.dns.DnsRig.UNKNOWN_PORT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.test.FrameBuilder;
import io.tulle.dataplane.test.NaiveChecksum;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.VnetHeader;
import io.tulle.dns.zone.ZoneEntry;
import io.tulle.dns.zone.ZoneTable;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Frames in and out of the stage that answers, and what it hands over. */
class DnsStageTest
{
    private static final byte[] WEB = Packets.question(0x4711, "wEb", Type.A);
    private static final byte[] ELSEWHERE = Packets.question(7, "example.com", Type.A);

    private final DnsRig rig = new DnsRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldAnswerALocalNameByIpv4()
    {
        final byte[] frame = rig.answer(Packets.ipv4(WEB));
        assertHeaders(frame);
        final Message answer = Packets.answer(frame);
        assertEquals(0x4711, answer.getHeader().getID());
        assertEquals("wEb.", answer.getQuestion().getName().toString());
        assertEquals("172.17.0.2", address(answer));
        assertEquals(1, rig.stage.statistics().answers(Outcome.LOCAL));
        assertEquals(1, rig.stage.statistics().answers(Rcode.NOERROR));
    }

    @Test
    void shouldAnswerALocalNameByIpv6()
    {
        final byte[] frame = rig.answer(Packets.ipv6(WEB));
        assertHeaders(frame);
        assertEquals("172.17.0.2", address(Packets.answer(frame)));
    }

    @Test
    void shouldNotSendIpv4OptionsBack()
    {
        final byte[] options = {1, 1, 1, 1, 1, 1, 1, 0};
        final byte[] frame = rig.answer(Packets.ipv4(options, Packets.UDP, Packets.udp(WEB)));
        assertHeaders(frame);
        assertEquals(0x45, frame[Packets.ETHERNET_LENGTH]);
        assertEquals("172.17.0.2", address(Packets.answer(frame)));
    }

    @Test
    void shouldNotSendIpv6ExtensionHeadersBack()
    {
        final byte[] frame = rig.answer(Packets.ipv6BehindOptions(WEB));
        assertHeaders(frame);
        assertEquals("172.17.0.2", address(Packets.answer(frame)));
    }

    @Test
    void shouldAnswerWhenTheSenderLeftTheChecksumToDo()
    {
        final byte[] frame = Packets.behindVnetHeader(Packets.ipv4(WEB));
        frame[0] = VnetHeader.NEEDS_CSUM;
        frame[frame.length - WEB.length - 1] ^= 0x55; // so it is not right yet
        rig.worker.arriveWithVnetHeader(PORT, frame);
        assertHeaders(rig.run(PORT).get(0));
    }

    @Test
    void shouldDropWhatHasAWrongChecksum()
    {
        final byte[] frame = Packets.ipv4(WEB);
        frame[frame.length - 1] ^= 1;
        assertDropped(frame, DropReason.DNS_UNANSWERABLE);
    }

    @Test
    void shouldAnswerWithoutAChecksumByIpv4Only()
    {
        assertHeaders(rig.answer(withoutChecksum(Packets.ipv4(WEB), Packets.IPV4_MESSAGE)));
        assertDropped(withoutChecksum(Packets.ipv6(WEB), Packets.IPV6_MESSAGE), DropReason.DNS_UNANSWERABLE);
    }

    @Test
    void shouldDropADatagramThatEndsBeforeItsLength()
    {
        final byte[] udp = Packets.udp(WEB);
        udp[5]++;
        assertDropped(Packets.ipv4(new byte[0], Packets.UDP, udp), DropReason.DNS_UNANSWERABLE);
    }

    @Test
    void shouldDropSeveralDatagramsInOneFrame()
    {
        rig.worker.arriveWithVnetHeader(PORT,
            FrameBuilder.gso(VnetHeader.GSO_UDP_L4, 21, Packets.IPV4_MESSAGE, Packets.ipv4(WEB)));
        rig.worker.run();
        assertEquals(1, rig.worker.drops(PORT, DropReason.DNS_UNANSWERABLE));
    }

    @Test
    void shouldDropAResponse()
    {
        final Message response = Packets.message(1, "web", Type.A);
        response.getHeader().setFlag(Flags.QR);
        assertDropped(Packets.ipv4(response.toWire()), DropReason.DNS_UNANSWERABLE);
    }

    @Test
    void shouldDropWhatIsNoDnsHeader()
    {
        assertDropped(Packets.ipv4(new byte[11]), DropReason.DNS_UNANSWERABLE);
        assertDropped(Packets.ipv6(new byte[0]), DropReason.DNS_UNANSWERABLE);
    }

    @Test
    void shouldDropAQuestionByAPortWithoutAView()
    {
        assertTrue(rig.run(UNKNOWN_PORT, Packets.ipv4(WEB)).isEmpty());
        assertEquals(1, rig.worker.drops(UNKNOWN_PORT, DropReason.NOT_ATTACHED));
    }

    @Test
    void shouldRefuseAMalformedQuestion()
    {
        final byte[] message = WEB.clone();
        message[12] = 60; // a label longer than the message
        assertEquals(Rcode.FORMERR, rig.ask(message).getRcode());
        assertEquals(1, rig.stage.statistics().answers(Outcome.REFUSED));
        assertEquals(1, rig.stage.statistics().answers(Rcode.FORMERR));
    }

    @Test
    void shouldHandOverWhatItDoesNotKnow()
    {
        final byte[] frame = Packets.ipv6(ELSEWHERE);
        assertDropped(frame, DropReason.DNS_HANDED_OVER);
        final DnsRig.Handed handed = rig.handed().get(0);
        assertEquals(ResolverLink.QUESTION, handed.type());
        assertEquals(PORT, handed.port());
        assertArrayEquals(frame, handed.frame());
        assertEquals(Packets.ETHERNET_LENGTH, handed.networkOffset());
        assertEquals(Packets.ETHERNET_LENGTH + 40, handed.transportOffset());
        assertEquals(1, rig.resolverWakeUps);
    }

    @Test
    void shouldHandOverTcp()
    {
        assertDropped(Packets.ipv4(new byte[0], Packets.TCP, Packets.tcp()), DropReason.DNS_HANDED_OVER);
        assertEquals(ResolverLink.SEGMENT, rig.handed().get(0).type());
    }

    @Test
    void shouldDropTcpWithAWrongChecksum()
    {
        final byte[] frame = Packets.ipv4(new byte[0], Packets.TCP, Packets.tcp());
        frame[frame.length - 4] ^= 1;
        assertDropped(frame, DropReason.DNS_UNANSWERABLE);
        assertTrue(rig.handed().isEmpty());
    }

    @Test
    void shouldLimitWhatOneClientHasAtTheResolver()
    {
        for (int i = 0; i < RingShares.MAX_FRAMES + 3; i++)
        {
            rig.run(PORT, Packets.ipv4(ELSEWHERE));
        }
        assertEquals(3, rig.worker.drops(PORT, DropReason.DNS_CLIENT_LIMIT));
        assertEquals(3, rig.stage.statistics().answers(Outcome.LIMITED));
        rig.run(DnsRig.NEIGHBOR, Packets.ipv4(ELSEWHERE));
        assertEquals(1, rig.worker.drops(DnsRig.NEIGHBOR, DropReason.DNS_HANDED_OVER));
        assertEquals(RingShares.MAX_FRAMES + 1, rig.handed().size());
        assertDropped(Packets.ipv4(ELSEWHERE), DropReason.DNS_HANDED_OVER);
    }

    @Test
    void shouldAnswerFromTheCacheWhileItIsFresh()
    {
        rig.keep(upstream("192.0.2.1"), 60, false, PORT);
        rig.worker.passSeconds(20);
        final Message answer = rig.ask(Packets.question(0x0815, "Example.COM", Type.A));
        assertEquals(0x0815, answer.getHeader().getID());
        assertEquals("Example.COM.", answer.getQuestion().getName().toString());
        assertEquals("192.0.2.1", address(answer));
        assertEquals(40, answer.getSection(Section.ANSWER).get(0).getTTL());
        assertEquals(1, rig.stage.statistics().answers(Outcome.CACHE));
        assertTrue(rig.handed().isEmpty());
    }

    @Test
    void shouldAskAgainWhenTheAnswerIsTooOld()
    {
        rig.keep(upstream("192.0.2.1"), 60, false, PORT);
        rig.worker.passSeconds(60);
        assertDropped(Packets.ipv4(ELSEWHERE), DropReason.DNS_HANDED_OVER);
        assertEquals(ResolverLink.QUESTION, rig.handed().get(0).type());
    }

    @Test
    void shouldHandOverTheQuestionOnceInTheLastTenthOfAnAnswersLife()
    {
        rig.keep(upstream("192.0.2.1"), 60, false, PORT);
        rig.worker.passSeconds(54);
        assertEquals(6, rig.ask(ELSEWHERE).getSection(Section.ANSWER).get(0).getTTL());
        rig.ask(ELSEWHERE);
        final List<DnsRig.Handed> handed = rig.handed();
        assertEquals(1, handed.size());
        assertEquals(ResolverLink.REFRESH, handed.get(0).type());
        assertArrayEquals(Packets.ipv4(ELSEWHERE), handed.get(0).frame());
        assertEquals(0, rig.worker.drops(PORT, DropReason.DNS_HANDED_OVER));
    }

    @Test
    void shouldKeepToTheMtuOfTheNetwork()
    {
        final byte[] question = Packets.questionWithOpt(1, "many", Type.A, 4096, false);
        assertTrue(rig.answer(Packets.ipv4(question)).length > 1200);
        rig.views.put(rig.view(PORT, 600));
        final byte[] frame = rig.answer(Packets.ipv4(question));
        assertTrue(frame.length <= Packets.ETHERNET_LENGTH + 600);
        assertTrue(Packets.answer(frame).getHeader().getFlag(Flags.TC));
    }

    @Test
    void shouldSeeAChangedNameInTheNextQuestion()
    {
        rig.ask(WEB);
        rig.zone.table(ZoneTable.of(List.of(ZoneEntry.of("web",
            DnsRig.addresses("172.17.0.99"), "web"))));
        assertEquals("172.17.0.99", address(rig.ask(WEB)));
    }

    @Test
    void shouldAnswerABurstInOrder()
    {
        for (int i = 0; i < 32; i++)
        {
            rig.worker.arrive(PORT, Packets.ipv4(Packets.question(i, "web", Type.A)));
        }
        rig.worker.run();
        final List<byte[]> sent = rig.worker.sent(PORT);
        assertEquals(32, sent.size());
        for (int i = 0; i < 32; i++)
        {
            assertEquals(i, Packets.answer(sent.get(i)).getHeader().getID());
        }
    }

    @Test
    void shouldLogQuestionsWhileSomebodyListens()
    {
        final List<QueryLogEntry> entries = new ArrayList<>();
        rig.ask(WEB);
        rig.log.set(true);
        rig.ask(WEB);
        assertEquals(1, rig.log.poll(entries::add, 10));
        final QueryLogEntry entry = entries.get(0);
        assertEquals("wEb", entry.name());
        assertEquals(PORT, entry.port());
        assertEquals(Type.A, entry.type());
        assertEquals(Outcome.LOCAL, entry.outcome());
        assertEquals(Rcode.NOERROR, entry.responseCode());
        rig.log.set(false);
        rig.ask(WEB);
        assertEquals(0, rig.log.poll(entries::add, 10));
        assertEquals(0, rig.log.lost());
    }

    private void assertDropped(final byte[] frame, final DropReason reason)
    {
        final long before = rig.worker.drops(PORT, reason);
        assertTrue(rig.run(PORT, frame).isEmpty());
        assertEquals(before + 1, rig.worker.drops(PORT, reason));
    }

    private static void assertHeaders(final byte[] frame)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final EthernetHeader ethernet = new EthernetHeader().wrap(buffer, 0);
        assertEquals(Packets.CLIENT_MAC, ethernet.destination());
        assertEquals(Packets.ROUTER_MAC, ethernet.source());
        assertTrue(NaiveChecksum.isIntact(buffer, 0, frame.length), Arrays.toString(frame));
    }

    private static byte[] withoutChecksum(final byte[] frame, final int messageOffset)
    {
        frame[messageOffset - 2] = 0;
        frame[messageOffset - 1] = 0;
        return frame;
    }

    static Message upstream(final String address)
    {
        final Message message = Packets.message(0, "example.com", Type.A);
        message.getHeader().setFlag(Flags.QR);
        message.addRecord(new ARecord(Packets.name("example.com"), DClass.IN, 60,
            DnsRig.addresses(address).get(0)), Section.ANSWER);
        return message;
    }

    private static String address(final Message answer)
    {
        assertFalse(answer.getSection(Section.ANSWER).isEmpty(), answer::toString);
        return ((ARecord) answer.getSection(Section.ANSWER).get(0)).getAddress().getHostAddress();
    }
}

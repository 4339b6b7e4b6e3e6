package io.tulle.dns.tcp;

import static io.tulle.dns.tcp.ClientSegment.CLIENT_IPV6;
import static io.tulle.dns.tcp.ClientSegment.CLIENT_LINK_LOCAL;
import static io.tulle.dns.tcp.ClientSegment.GATEWAY_IPV6;
import static io.tulle.dns.tcp.ClientSegment.GATEWAY_LINK_LOCAL;
import static io.tulle.dns.tcp.TcpRig.CLIENT_ISN;
import static io.tulle.dns.tcp.TcpRig.PORT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.wire.TcpHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

/** RFC 9293 3.10.7.1 to 3.10.7.4 for a passive open, and who may have how many connections. */
class TcpOpeningTest
{
    private final TcpRig rig = new TcpRig();

    @Test
    void shouldAnswerSynFromTheAddressesThatWereAsked()
    {
        rig.receive(syn().mac(0x0242_AC11_0077L));
        final SentSegment answer = rig.only();
        assertEquals(TcpHeader.SYN | TcpHeader.ACK, answer.flags());
        assertEquals(CLIENT_ISN + 1, answer.acknowledgmentNumber());
        assertEquals(0xFFFF, answer.window());
        assertEquals(PORT, answer.port());
        assertEquals(0x0242_AC11_0077L, answer.destinationMac());
        assertEquals(ClientSegment.ROUTER_MAC, answer.sourceMac());
        assertArrayEquals(Hex.bytes("ac110001"), answer.source());
        assertArrayEquals(Hex.bytes("ac110002"), answer.destination());
        assertEquals(53, answer.sourcePort());
        assertEquals(40_000, answer.destinationPort());
    }

    @Test
    void shouldAnswerLinkLocalFromLinkLocal()
    {
        rig.receive(syn().addresses(CLIENT_LINK_LOCAL, GATEWAY_LINK_LOCAL));
        assertArrayEquals(Hex.bytes("fe800000000000000000000000000001"), rig.only().source());
    }

    @ParameterizedTest
    @CsvSource({"1500, 1460, 1440", "9000, 8960, 8940", "1280, 1240, 1220", "65535, 65495, 65475"})
    void shouldTellTheSegmentSizeOfTheNetwork(final int mtu, final int ipv4, final int ipv6)
    {
        rig.view(PORT, mtu);
        rig.receive(syn());
        assertEquals(ipv4, rig.only().maximumSegmentSize());
        rig.receive(syn().addresses(CLIENT_IPV6, GATEWAY_IPV6));
        assertEquals(ipv6, rig.only().maximumSegmentSize());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "020405b40402080a000000010000000001030307", // Linux: MSS, SACK, timestamps, NOP, window scale
        "0101010101010101", "00000000", "02", "0200", "02ff05b4", "0800", "fe04abcd",
    })
    void shouldNotMindAnyOptions(final String options)
    {
        final byte[] bytes = Hex.bytes(options);
        final byte[] padded = Arrays.copyOf(bytes, bytes.length + 3 & -4);
        rig.receive(syn().options(padded));
        assertEquals(4, rig.only().options().length);
    }

    @Test
    void shouldChooseSequenceNumbersAtRandom()
    {
        rig.receive(syn().from(1));
        final int first = rig.only().sequenceNumber();
        rig.receive(syn().from(2));
        assertNotEquals(first, rig.only().sequenceNumber());
    }

    @Test
    void shouldAnswerTheSameSynTheSame()
    {
        rig.receive(syn());
        final int first = rig.only().sequenceNumber();
        rig.receive(syn());
        assertEquals(first, rig.only().sequenceNumber());
        assertEquals(1, rig.responder.connections());
    }

    @Test
    void shouldBeginAnewWhenTheClientDoes()
    {
        rig.receive(syn());
        final int first = rig.only().sequenceNumber();
        rig.receive(syn().sequence(5));
        final SentSegment answer = rig.only();
        assertNotEquals(first, answer.sequenceNumber());
        assertEquals(6, answer.acknowledgmentNumber());
        assertEquals(1, rig.responder.connections());
    }

    @Test
    void shouldRepeatSynAckLessAndLessOftenAndThenForget()
    {
        rig.receive(syn());
        final int first = rig.only().sequenceNumber();
        for (int tryMs = 200; tryMs <= 3200; tryMs *= 2)
        {
            rig.after(tryMs - 10);
            rig.assertSilent();
            rig.after(20);
            assertEquals(first, rig.only().sequenceNumber());
        }
        assertEquals(Long.MAX_VALUE, rig.after(7000));
        rig.assertSilent();
        assertEquals(0, rig.responder.connections());
        assertEquals(1, rig.responder.count(TcpEvent.TIMED_OUT));
    }

    @Test
    void shouldIgnoreDataOnSynUntilItComesAgain()
    {
        final byte[] question = TcpRig.framed(TcpRig.message(40, 1));
        rig.receive(syn().payload(question));
        final SentSegment answer = rig.only();
        assertEquals(CLIENT_ISN + 1, answer.acknowledgmentNumber());
        rig.receive(TcpRig.data(0, answer.end(), question));
        assertEquals(1, rig.questions.size());
    }

    @Test
    void shouldRefuseWrongAckOfSynAndWaitForTheRightOne()
    {
        rig.receive(syn());
        final int end = rig.only().end();
        rig.receive(TcpRig.data(0, end + 7, new byte[0]));
        final SentSegment reset = rig.only();
        assertEquals(TcpHeader.RST, reset.flags());
        assertEquals(end + 7, reset.sequenceNumber());
        rig.receive(TcpRig.data(0, end, TcpRig.framed(new byte[12])));
        assertEquals(1, rig.questions.size());
    }

    @Test
    void shouldForgetHalfOpenAtReset()
    {
        rig.receive(syn());
        rig.sent.clear();
        rig.receive(new ClientSegment().flags(TcpHeader.RST).sequence(CLIENT_ISN + 1));
        rig.assertSilent();
        assertEquals(0, rig.responder.connections());
    }

    @Test
    void shouldResetWhatBelongsToNoConnection()
    {
        rig.receive(new ClientSegment().sequence(7).acknowledges(99).payload(new byte[5]));
        final SentSegment reset = rig.only();
        assertEquals(TcpHeader.RST, reset.flags());
        assertEquals(99, reset.sequenceNumber());
        rig.receive(new ClientSegment().flags(TcpHeader.FIN).sequence(7).payload(new byte[5]));
        final SentSegment withAck = rig.only();
        assertEquals(TcpHeader.RST | TcpHeader.ACK, withAck.flags());
        assertEquals(0, withAck.sequenceNumber());
        assertEquals(13, withAck.acknowledgmentNumber());
        rig.receive(new ClientSegment().flags(TcpHeader.SYN | TcpHeader.ACK).acknowledges(4));
        assertEquals(4, rig.only().sequenceNumber());
        assertEquals(0, rig.responder.connections());
    }

    @Test
    void shouldNeverAnswerResetWithReset()
    {
        rig.receive(new ClientSegment().flags(TcpHeader.RST));
        rig.receive(new ClientSegment().flags(TcpHeader.RST | TcpHeader.ACK));
        rig.receive(new ClientSegment().flags(TcpHeader.RST | TcpHeader.SYN));
        rig.assertSilent();
    }

    @Test
    void shouldForgetTheOldestHalfOpenOfAFullPort()
    {
        for (int i = 1; i <= 65; i++)
        {
            rig.receive(syn().from(i));
        }
        assertEquals(64, rig.responder.connections());
        assertEquals(1, rig.responder.count(TcpEvent.EVICTED));
        rig.sent.clear();
        rig.receive(TcpRig.data(0, 1, new byte[0]).from(1));
        assertTrue(rig.only().has(TcpHeader.RST));
    }

    @Test
    void shouldKeepBusyAndOtherPortsConnectionsInAFlood()
    {
        rig.view(4, 1500);
        rig.receive(4, syn());
        rig.sent.clear();
        final int isn = rig.open(1);
        rig.receive(TcpRig.data(0, isn + 1, TcpRig.framed(new byte[12])).from(1));
        for (int i = 2; i < 10_000; i++)
        {
            rig.receive(syn().from(i));
        }
        assertEquals(65, rig.responder.connections());
        rig.sent.clear();
        rig.questions.get(0).reply().answer(new byte[12]);
        assertEquals(14, rig.only().payload().length);
    }

    @Test
    void shouldForgetIdleBeforeItRefusesAndRefuseInSilence()
    {
        for (int i = 1; i <= 64; i++)
        {
            final int isn = rig.open(i);
            if (i > 1)
            {
                rig.receive(TcpRig.data(0, isn + 1, TcpRig.framed(new byte[12])).from(i));
            }
            rig.sent.clear();
        }
        rig.receive(syn().from(65)); // in place of the first
        final int isn = rig.only().sequenceNumber();
        rig.receive(TcpRig.data(0, isn + 1, TcpRig.framed(new byte[12])).from(65));
        rig.sent.clear();
        rig.receive(syn().from(66));
        rig.assertSilent();
        assertEquals(1, rig.responder.count(TcpEvent.NO_ROOM));
    }

    @Test
    void shouldTakeRoomFromThePortThatHasMost()
    {
        for (int port = 100; port < 164; port++)
        {
            rig.view(port, 1500);
            for (int i = 1; i <= 64; i++)
            {
                rig.receive(port, syn().from(i));
            }
        }
        assertEquals(ConnectionTable.MAX, rig.responder.connections());
        rig.sent.clear();
        rig.receive(syn());
        assertTrue(rig.only().has(TcpHeader.SYN));
        assertEquals(ConnectionTable.MAX, rig.responder.connections());
        assertEquals(1, rig.responder.count(TcpEvent.EVICTED));
    }

    @Test
    void shouldForgetConnectionsOfAPortThatIsGone()
    {
        final int isn = rig.open(1);
        rig.receive(TcpRig.data(0, isn + 1, TcpRig.framed(new byte[12])).from(1));
        rig.sent.clear();
        rig.responder.onPortGone(PORT);
        assertEquals(0, rig.responder.connections());
        rig.questions.get(0).reply().answer(new byte[12]);
        rig.after(60_000);
        rig.assertSilent();
        rig.views.remove(PORT);
        rig.receive(syn());
        rig.assertSilent();
        rig.responder.onPortGone(7);
    }

    @Test
    void shouldKeepApartWhatDiffersInOnePartOfTheKey()
    {
        rig.view(4, 1500);
        rig.receive(syn());
        rig.receive(4, syn());
        rig.receive(syn().from(40_001));
        rig.receive(syn().addresses("172.17.0.3", ClientSegment.GATEWAY));
        rig.receive(syn().addresses(ClientSegment.CLIENT, "172.17.0.9"));
        rig.receive(syn().addresses("::ac11:2", "::ac11:1"));
        assertEquals(6, rig.responder.connections());
        assertFalse(rig.sent.stream().anyMatch((s) -> !s.has(TcpHeader.SYN)));
    }

    private static ClientSegment syn()
    {
        return new ClientSegment().flags(TcpHeader.SYN).sequence(CLIENT_ISN);
    }
}

package io.tulle.nat.conntrack;

import static io.tulle.nat.translate.Packets.TCP;
import static io.tulle.nat.translate.Packets.UDP;
import static io.tulle.nat.translate.TranslateRig.OUTSIDE;
import static io.tulle.nat.translate.TranslateRig.PORT_A;
import static io.tulle.nat.translate.TranslateRig.PORT_B;
import static io.tulle.nat.translate.TranslateRig.PORT_C;
import static io.tulle.nat.translate.TranslateRig.UPLINK;
import static io.tulle.nat.translate.TranslateRig.tuple;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.wire.TcpHeader;
import io.tulle.nat.translate.Packets;
import io.tulle.nat.translate.TranslateRig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames find their sessions, and sessions hear of their frames. */
class ConntrackStageTest
{
    private static final byte[] NO_OPTIONS = {};
    private static final String A = "10.0.0.2";
    private static final String REMOTE = "192.0.2.9";
    private static final String EXTERNAL = "203.0.113.1";

    private final TranslateRig rig = new TranslateRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldCountPacketsAndBytesOfEachDirection()
    {
        final int session = rig.masquerade(UDP, SessionState.UNREPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        final long before = rig.descriptor(session).packets(Direction.ORIGINAL);
        rig.pass(PORT_A, Packets.frame(A, REMOTE, UDP, Packets.udp(4000, 80, 72)), UPLINK);
        assertEquals(before + 1, rig.descriptor(session).packets(Direction.ORIGINAL));
        assertEquals(100, rig.descriptor(session).bytes(Direction.ORIGINAL));
        assertEquals(0, rig.descriptor(session).packets(Direction.REPLY));
        assertEquals(SessionState.UNREPLIED, rig.descriptor(session).state());
    }

    @Test
    void shouldNoteTheFirstReply()
    {
        final int session = rig.masquerade(UDP, SessionState.UNREPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        rig.pass(UPLINK, Packets.frame(REMOTE, EXTERNAL, UDP, Packets.udp(80, 50_000, 2)), PORT_A);
        assertEquals(SessionState.REPLIED, rig.descriptor(session).state());
        assertEquals(1, rig.descriptor(session).packets(Direction.REPLY));
        rig.pass(PORT_A, Packets.frame(A, REMOTE, UDP, Packets.udp(4000, 80, 2)), UPLINK);
        assertEquals(SessionState.REPLIED, rig.descriptor(session).state());
    }

    /** RFC 4787 REQ-6: outbound must, inbound may refresh. */
    @Test
    void shouldRefreshInBothDirectionsReq6()
    {
        final int session = rig.masquerade(UDP, SessionState.UNREPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        rig.worker().passSeconds(100);
        rig.pass(PORT_A, Packets.frame(A, REMOTE, UDP, Packets.udp(4000, 80, 2)), UPLINK);
        assertEquals(rig.worker().seconds(), rig.descriptor(session).lastSeenS());
        rig.worker().passSeconds(100);
        rig.pass(UPLINK, Packets.frame(REMOTE, EXTERNAL, UDP, Packets.udp(80, 50_000, 2)), PORT_A);
        assertEquals(rig.worker().seconds(), rig.descriptor(session).lastSeenS());
    }

    @Test
    void shouldFollowATcpConnectionFromSynToTheLastFin()
    {
        final int session = rig.masquerade(TCP, SessionState.TCP_SYN_SENT, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        in(TcpHeader.SYN | TcpHeader.ACK);
        assertEquals(SessionState.TCP_SYN_RECEIVED, rig.descriptor(session).state());
        out(TcpHeader.ACK);
        assertEquals(SessionState.TCP_ESTABLISHED, rig.descriptor(session).state());
        in(TcpHeader.FIN | TcpHeader.ACK);
        assertEquals(SessionState.TCP_FIN_REPLY, rig.descriptor(session).state());
        out(TcpHeader.FIN | TcpHeader.ACK);
        in(TcpHeader.ACK);
        assertEquals(SessionState.TCP_CLOSING, rig.descriptor(session).state());
        out(TcpHeader.SYN);
        assertEquals(SessionState.TCP_SYN_SENT, rig.descriptor(session).state());
    }

    /** RFC 5382 REQ-2a, REQ-4: an unsolicited SYN from outside, and then one from inside. */
    @Test
    void shouldOpenSimultaneouslyReq2a()
    {
        final int session = rig.session(SessionState.TCP_INCOMING_SYN,
            tuple(OUTSIDE, TCP, REMOTE, 80, EXTERNAL, 50_000), UPLINK,
            tuple(TranslateRig.WEB, TCP, A, 4000, REMOTE, 80), PORT_A);
        out(TcpHeader.SYN);
        assertEquals(SessionState.TCP_SYN_RECEIVED, rig.descriptor(session).state());
        out(TcpHeader.SYN | TcpHeader.ACK);
        in(TcpHeader.SYN | TcpHeader.ACK);
        assertEquals(SessionState.TCP_ESTABLISHED, rig.descriptor(session).state());
    }

    /** RFC 7857 2: a RST is translated, and ends the session only after a quiet transitory time. */
    @Test
    void shouldTranslateAResetAndKeepTheSession()
    {
        final int session = rig.masquerade(TCP, SessionState.TCP_ESTABLISHED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        in(TcpHeader.RST);
        assertEquals(SessionState.TCP_TRANSITORY, rig.descriptor(session).state());
        out(TcpHeader.ACK);
        assertEquals(SessionState.TCP_ESTABLISHED, rig.descriptor(session).state());
    }

    @Test
    void shouldKeepNetworksApartThatUseTheSameAddresses()
    {
        rig.masquerade(UDP, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        rig.drop(PORT_C, Packets.frame(A, REMOTE, UDP, Packets.udp(4000, 80, 2)), DropReason.NO_MAPPING);
    }

    @Test
    void shouldSendToAdmissionWhatIsNotKnownYet()
    {
        rig.drop(PORT_B, Packets.frame("10.0.0.3", REMOTE, UDP, Packets.udp(4000, 80, 2)), DropReason.NO_MAPPING);
        rig.drop(UPLINK, Packets.frame(REMOTE, EXTERNAL, UDP, Packets.udp(80, 50_000, 2)), DropReason.NO_MAPPING);
    }

    @Test
    void shouldDropWhatHasNoTuple()
    {
        rig.drop(PORT_A, Packets.frame(A, REMOTE, UDP, Packets.udp(0, 80, 2)), DropReason.TRANSPORT_MALFORMED);
        rig.drop(PORT_A, Packets.frame(A, REMOTE, Packets.ICMP, Packets.query(17, 1, 8)), DropReason.ICMP_UNSUPPORTED);
    }

    @Test
    void shouldDropWhatComesInByAPortThatWasLetGo()
    {
        rig.ports().remove(PORT_A);
        rig.drop(PORT_A, Packets.frame(A, REMOTE, UDP, Packets.udp(4000, 80, 2)), DropReason.NOT_ATTACHED);
    }

    @Test
    void shouldNotCountWhatCouldNotLeave()
    {
        final int session = rig.masquerade(UDP, SessionState.UNREPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        rig.ports().remove(PORT_A);
        rig.drop(UPLINK, Packets.frame(REMOTE, EXTERNAL, UDP, Packets.udp(80, 50_000, 2)), DropReason.PORT_GONE);
        assertEquals(SessionState.UNREPLIED, rig.descriptor(session).state());
        assertTrue(rig.worker().sent(PORT_A).isEmpty());
    }

    private void out(final int flags)
    {
        rig.pass(PORT_A, Packets.frame(A, REMOTE, TCP, Packets.tcp(4000, 80, flags, NO_OPTIONS, 0)), UPLINK);
    }

    private void in(final int flags)
    {
        rig.pass(UPLINK, Packets.frame(REMOTE, EXTERNAL, TCP, Packets.tcp(80, 50_000, flags, NO_OPTIONS, 0)), PORT_A);
    }
}

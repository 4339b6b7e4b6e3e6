package io.tulle.nat.mapping;

import static io.tulle.nat.mapping.AdmissionRig.A;
import static io.tulle.nat.mapping.AdmissionRig.B;
import static io.tulle.nat.mapping.AdmissionRig.EXTERNAL;
import static io.tulle.nat.mapping.AdmissionRig.UPLINK;
import static io.tulle.nat.mapping.FilteringBehavior.ADDRESS_DEPENDENT;
import static io.tulle.nat.mapping.Packets.syn;
import static io.tulle.nat.mapping.Packets.tcp;
import static io.tulle.nat.mapping.Packets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.wire.TcpHeader;
import org.junit.jupiter.api.Test;

/** What a closed connection gives to a new one when the range or a quota has run short. */
class ClosingSessionsTest
{
    private static final String SERVER = "198.51.100.1:80";
    private static final int FIN_ACK = TcpHeader.FIN | TcpHeader.ACK;

    @Test
    void shouldGiveANewConnectionThePortOfAClosedOne()
    {
        try (AdmissionRig rig = onePort())
        {
            close(rig, "10.0.0.2:4000");
            assertEquals(EXTERNAL + ":50000", rig.external(A, syn("10.0.0.2:4001", SERVER)));
            assertNotEquals(Mappings.NO_MAPPING, rig.session.mapping());
            assertEquals(AdmissionRig.OUTSIDE + " " + SERVER + " > " + EXTERNAL + ":50000 by " + UPLINK,
                rig.reply(A, syn("10.0.0.2:4001", SERVER)));
            assertEquals(1, rig.sessions.size());
            assertEquals(1, rig.mappings().size());
            assertEquals(1, rig.mappings().quotas().used(A));
        }
    }

    @Test
    void shouldGiveANewConnectionThePortOfOneThatWasReset()
    {
        try (AdmissionRig rig = onePort())
        {
            open(rig, "10.0.0.2:4000");
            rig.send(A, tcp("10.0.0.2:4000", SERVER, TcpHeader.RST));
            assertNotNull(rig.send(B, syn("10.0.0.3:4001", SERVER)), "of another container too");
            assertEquals(0, rig.mappings().quotas().used(A));
            assertEquals(1, rig.mappings().quotas().used(B));
        }
    }

    @Test
    void shouldEndNoConnectionThatOneSideHasOpen()
    {
        try (AdmissionRig rig = onePort())
        {
            open(rig, "10.0.0.2:4000");
            rig.send(A, tcp("10.0.0.2:4000", SERVER, FIN_ACK));
            assertNull(rig.send(A, syn("10.0.0.2:4001", SERVER)));
            assertEquals(1, rig.drops(A, DropReason.NAT_OUT_OF_PORTS));
        }
    }

    @Test
    void shouldRatherShareAPortThanEndAClosedConnection()
    {
        try (AdmissionRig rig = onePort())
        {
            close(rig, "10.0.0.2:4000");
            assertNotNull(rig.send(A, syn("10.0.0.2:4001", "198.51.100.2:80")));
            assertEquals(2, rig.sessions.size());
        }
    }

    @Test
    void shouldRatherTakeAFreePortThanEndAClosedConnection()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(false, 50_000, 50_001, EXTERNAL);
            close(rig, "10.0.0.2:4000");
            assertNotNull(rig.send(B, syn("10.0.0.3:4000", SERVER)));
            assertEquals(2, rig.sessions.size());
        }
    }

    @Test
    void shouldEndWhatHasBeenQuietForLongest()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(false, 50_000, 50_001, EXTERNAL);
            close(rig, "10.0.0.2:4000");
            rig.worker.passSeconds(10);
            close(rig, "10.0.0.2:4001");
            assertEquals(EXTERNAL + ":50000", rig.external(A, syn("10.0.0.2:4003", SERVER)));
        }
    }

    @Test
    void shouldEndNothingForADatagram()
    {
        try (AdmissionRig rig = onePort())
        {
            rig.send(A, udp("10.0.0.2:4000", SERVER));
            assertNull(rig.send(A, udp("10.0.0.2:4001", SERVER)));
        }
    }

    @Test
    void shouldGiveBackOnceWhatTheConductorSeesLater()
    {
        try (AdmissionRig rig = onePort())
        {
            final int closed = close(rig, "10.0.0.2:4000");
            rig.send(A, syn("10.0.0.2:4001", SERVER));
            rig.mappings().onEnd(rig.session.wrap(closed));
            assertEquals(1, rig.mappings().quotas().used(A));
            assertEquals(1, rig.mappings().size());
            rig.endAll();
            assertEquals(0, rig.mappings().quotas().used(A));
            assertEquals(0, rig.mappings().size());
        }
    }

    @Test
    void shouldServeThousandsOfShortConnectionsToOneServer()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(false, 50_000, 50_199, EXTERNAL);
            for (int port = 1_024; port < 6_024; port++)
            {
                close(rig, "10.0.0.2:" + port);
            }
            assertEquals(0, rig.drops(A, DropReason.NAT_OUT_OF_PORTS));
            assertTrue(rig.sessions.size() <= 200, rig.sessions.size() + " sessions");
            rig.endAll();
            assertEquals(0, rig.mappings().quotas().used(A));
            assertEquals(0, rig.mappings().size());
        }
    }

    @Test
    void shouldMakeRoomInAFullQuotaByAClosedConnectionOfTheSameEndpoint()
    {
        try (AdmissionRig rig = new AdmissionRig(
            AdmissionRig.settings(ADDRESS_DEPENDENT, ADDRESS_DEPENDENT, 1000, 2, 2)))
        {
            close(rig, "10.0.0.3:4000", B);
            open(rig, "10.0.0.2:4000");
            assertNotNull(rig.send(A, udp("10.0.0.2:4000", "198.51.100.1:53")));
            assertNull(rig.send(A, syn("10.0.0.2:4001", SERVER)), "the only closed one is another's");
            rig.send(A, tcp("10.0.0.2:4000", SERVER, TcpHeader.RST));
            assertNotNull(rig.send(A, syn("10.0.0.2:4001", SERVER)));
            assertEquals(2, rig.mappings().quotas().used(A));
            assertEquals(1, rig.mappings().quotas().used(B));
        }
    }

    private static AdmissionRig onePort()
    {
        final AdmissionRig rig = AdmissionRig.create();
        rig.uplink(false, 50_000, 50_000, EXTERNAL);
        return rig;
    }

    private static void open(final AdmissionRig rig, final String source)
    {
        assertNotNull(rig.send(A, syn(source, SERVER)));
        answer(rig, source, A, TcpHeader.SYN | TcpHeader.ACK);
        rig.send(A, tcp(source, SERVER, TcpHeader.ACK));
    }

    private static int close(final AdmissionRig rig, final String source)
    {
        return close(rig, source, A);
    }

    /** @return the session. */
    private static int close(final AdmissionRig rig, final String source, final int port)
    {
        assertNotNull(rig.send(port, syn(source, SERVER)), source);
        answer(rig, source, port, TcpHeader.SYN | TcpHeader.ACK);
        rig.send(port, tcp(source, SERVER, TcpHeader.ACK));
        answer(rig, source, port, FIN_ACK);
        rig.send(port, tcp(source, SERVER, FIN_ACK));
        assertEquals("CLOSING", rig.state());
        return rig.session.session();
    }

    private static void answer(final AdmissionRig rig, final String source, final int port, final int flags)
    {
        rig.send(UPLINK, tcp(SERVER, EXTERNAL + ":" + rig.session.destinationPort(1), flags));
    }
}

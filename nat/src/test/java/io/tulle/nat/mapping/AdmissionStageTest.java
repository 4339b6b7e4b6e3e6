package io.tulle.nat.mapping;

import static io.tulle.nat.mapping.AdmissionRig.A;
import static io.tulle.nat.mapping.AdmissionRig.B;
import static io.tulle.nat.mapping.AdmissionRig.EXTERNAL;
import static io.tulle.nat.mapping.AdmissionRig.OUTSIDE;
import static io.tulle.nat.mapping.AdmissionRig.UPLINK;
import static io.tulle.nat.mapping.AdmissionRig.WEB;
import static io.tulle.nat.mapping.Packets.sctp;
import static io.tulle.nat.mapping.Packets.syn;
import static io.tulle.nat.mapping.Packets.udp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;

import io.tulle.dataplane.DropReason;
import io.tulle.nat.gateway.Prefix;
import io.tulle.nat.gateway.RoutedNetwork;
import org.junit.jupiter.api.Test;

/** Who gets a session and who is refused, and what the refused one is told. */
class AdmissionStageTest
{
    private static final int NETWORK_UNREACHABLE = 0;
    private static final int HOST_UNREACHABLE = 1;
    private static final int PROHIBITED = 13;

    @Test
    void shouldMasqueradeWhatLeaves()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            assertEquals(OUTSIDE + " 198.51.100.1:80 > 203.0.113.1:4000 by " + UPLINK,
                rig.reply(A, syn("10.0.0.2:4000", "198.51.100.1:80")));
            assertEquals(A, rig.session.egressPort(1));
            assertEquals(A, rig.session.ownerPort());
            assertEquals(OUTSIDE + " [2001:db8:9::1]:80 > [2001:db8:ffff::1]:4000 by " + UPLINK,
                rig.reply(A, syn("[2001:db8:0:1::2]:4000", "[2001:db8:9::1]:80")));
        }
    }

    @Test
    void shouldRouteWithoutTranslationWhereMasqueradingIsOff()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.web(false, false, RoutedNetwork.NO_PORT, UPLINK);
            assertEquals(OUTSIDE + " 198.51.100.1:80 > 10.0.0.2:4000 by " + UPLINK,
                rig.reply(A, syn("10.0.0.2:4000", "198.51.100.1:80")));
        }
    }

    @Test
    void shouldBeginOneSessionForTwoPacketsOfABurst()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.worker.arrive(A, udp("10.0.0.2:4000", "198.51.100.1:53"));
            assertNotNull(rig.send(A, udp("10.0.0.2:4000", "198.51.100.1:53")));
            assertEquals(1, rig.sessions.size());
            assertEquals(2, rig.session.packets(0));
            assertEquals(1, rig.mappings().quotas().used(A));
        }
    }

    @Test
    void shouldLeadAPublishedPortInside()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.publish("", 8080, 8089, B, "10.0.0.3", 80);
            assertEquals(WEB + " 10.0.0.3:83 > 198.51.100.1:4000 by " + B,
                rig.reply(UPLINK, syn("198.51.100.1:4000", EXTERNAL + ":8083")));
            assertEquals("INCOMING_SYN", rig.state());
            assertEquals(UPLINK, rig.session.egressPort(1));
            assertEquals(B, rig.session.ownerPort());
        }
    }

    @Test
    void shouldLetNobodyBeginWhoIsOfTheLinkOnly()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.publish("", 8080, 8080, B, "10.0.0.3", 80);
            assertNull(rig.send(UPLINK, syn("169.254.169.254:4000", EXTERNAL + ":8080")));
            assertEquals(1, rig.drops(UPLINK, DropReason.NO_MAPPING));
        }
    }

    @Test
    void shouldLetOnlyAllowedSourcesIn()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.publish("", 8080, 8080, B, "10.0.0.3", 80,
                new Prefix(0, AdmissionRig.low("198.51.100.0"), 120));
            assertNotNull(rig.send(UPLINK, syn("198.51.100.1:4000", EXTERNAL + ":8080")));
            assertNull(rig.send(UPLINK, syn("192.0.2.1:4000", EXTERNAL + ":8080")));
            assertEquals(1, rig.drops(UPLINK, DropReason.SOURCE_NOT_ALLOWED));
            assertEquals(List.of(), rig.worker.sent(UPLINK));
        }
    }

    @Test
    void shouldNotGiveAPublishedPortToAMapping()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.publish(EXTERNAL, 8080, 8080, B, "10.0.0.3", 80);
            assertNotEquals(8080, rig.externalPort(A, udp("10.0.0.2:8080", "198.51.100.1:53")));
        }
    }

    @Test
    void shouldLeaveToTheHostWhatIsNotInTheRangeOfASharedAddress()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(true, 49_152, 65_535, EXTERNAL);
            assertNull(rig.send(UPLINK, syn("198.51.100.1:4000", EXTERNAL + ":22")));
            assertNull(rig.send(UPLINK, syn("198.51.100.1:4000", EXTERNAL + ":50000")));
            assertEquals(1, rig.drops(UPLINK, DropReason.LEFT_TO_HOST));
            assertEquals(1, rig.drops(UPLINK, DropReason.NO_MAPPING));
        }
    }

    @Test
    void shouldKeepThePortsOfSctp()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            assertEquals(EXTERNAL + ":500", rig.external(A, sctp("10.0.0.2:500", "198.51.100.1:3868")));
            assertNull(rig.send(B, sctp("10.0.0.3:500", "198.51.100.1:3868")));
            assertEquals(1, rig.drops(B, DropReason.NAT_OUT_OF_PORTS));
            assertNotNull(rig.send(B, sctp("10.0.0.3:500", "198.51.100.2:3868")));
        }
    }

    @Test
    void shouldRefuseADestinationOnTheSendersNetwork()
    {
        assertRefused("10.0.0.9:80", HOST_UNREACHABLE, DropReason.OWN_NETWORK);
    }

    @Test
    void shouldRefuseAContainerOfAnotherNetwork()
    {
        assertRefused("10.0.1.2:80", PROHIBITED, DropReason.NETWORK_ISOLATED);
    }

    @Test
    void shouldRefuseAnInternalNetworkTheWorld()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.web(true, true, RoutedNetwork.NO_PORT, UPLINK);
            assertRefused(rig, "198.51.100.1:80", NETWORK_UNREACHABLE, DropReason.INTERNAL_NETWORK);
        }
    }

    @Test
    void shouldRefuseWhereThereIsNoUplink()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.web(true, false, RoutedNetwork.NO_PORT, RoutedNetwork.NO_PORT);
            assertRefused(rig, "198.51.100.1:80", NETWORK_UNREACHABLE, DropReason.NO_ROUTE);
        }
    }

    @Test
    void shouldRefuseAFamilyThatTheUplinkHasNoAddressOf()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(false, 1024, 65_535, "2001:db8:ffff::1");
            assertRefused(rig, "198.51.100.1:80", NETWORK_UNREACHABLE, DropReason.UPLINK_ADDRESS_MISSING);
        }
    }

    @Test
    void shouldForgetNothingAndKeepNothingWhenAllSessionsEnd()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.publish("", 8080, 8080, B, "10.0.0.3", 80);
            rig.send(A, syn("10.0.0.2:4000", "198.51.100.1:80"));
            rig.send(UPLINK, syn("198.51.100.1:81", EXTERNAL + ":4000"));
            rig.send(UPLINK, syn("198.51.100.1:4000", EXTERNAL + ":8080"));
            rig.send(A, syn("10.0.0.2:4001", EXTERNAL + ":8080"));
            assertEquals(4, rig.sessions.size());
            rig.endAll();
            assertEquals(0, rig.mappings().size());
            assertEquals(0, rig.mappings().quotas().used(A));
            assertEquals(0, rig.mappings().quotas().used(B));
            assertEquals(0, rig.mappings().filtering().size());
        }
    }

    @Test
    void shouldKeepSessionsOfAnAddressThatTheUplinkLost()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.send(A, udp("10.0.0.2:4000", "198.51.100.1:53"));
            rig.uplink(false, 1024, 65_535, "203.0.113.9");
            assertEquals("203.0.113.9:4000", rig.external(A, udp("10.0.0.2:4000", "198.51.100.2:53")));
            assertNotNull(rig.send(UPLINK, udp("198.51.100.1:53", EXTERNAL + ":4000")));
            rig.endAll();
            assertEquals(0, rig.mappings().size());
        }
    }

    private static void assertRefused(final String destination, final int code, final DropReason reason)
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            assertRefused(rig, destination, code, reason);
        }
    }

    private static void assertRefused(final AdmissionRig rig, final String destination, final int code,
        final DropReason reason)
    {
        assertNull(rig.send(A, syn("10.0.0.2:4000", destination)));
        assertEquals(1, rig.drops(A, reason));
        final List<byte[]> sent = rig.worker.sent(A);
        assertEquals(1, sent.size());
        assertArrayEquals(new int[]{3, code}, Packets.icmpError(sent.get(0)));
    }
}

package io.tulle.nat.mapping;

import static io.tulle.nat.mapping.AdmissionRig.A;
import static io.tulle.nat.mapping.AdmissionRig.B;
import static io.tulle.nat.mapping.AdmissionRig.C;
import static io.tulle.nat.mapping.AdmissionRig.EXTERNAL;
import static io.tulle.nat.mapping.AdmissionRig.HOST;
import static io.tulle.nat.mapping.AdmissionRig.HOST_ADDRESS;
import static io.tulle.nat.mapping.AdmissionRig.LAB;
import static io.tulle.nat.mapping.AdmissionRig.OTHER_OUTSIDE;
import static io.tulle.nat.mapping.AdmissionRig.OTHER_UPLINK;
import static io.tulle.nat.mapping.AdmissionRig.UPLINK;
import static io.tulle.nat.mapping.AdmissionRig.WEB;
import static io.tulle.nat.mapping.FilteringBehavior.ENDPOINT_INDEPENDENT;
import static io.tulle.nat.mapping.Packets.syn;
import static io.tulle.nat.mapping.Packets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;

import io.tulle.dataplane.DropReason;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.gateway.Prefix;
import io.tulle.nat.gateway.RoutedNetwork;
import org.junit.jupiter.api.Test;

/** What containers reach by addresses that the outside knows. */
class HairpinTest
{
    @Test
    void shouldReachANeighborsPublishedPort()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.publish("", 8080, 8080, B, "10.0.0.3", 80);
            assertEquals(WEB + " 10.0.0.3:80 > 203.0.113.1:4000 by " + B,
                rig.reply(A, syn("10.0.0.2:4000", EXTERNAL + ":8080")));
        }
    }

    @Test
    void shouldReachItsOwnPublishedPort()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.publish("", 8080, 8080, A, "10.0.0.2", 80);
            assertEquals(WEB + " 10.0.0.2:80 > 203.0.113.1:4000 by " + A,
                rig.reply(A, syn("10.0.0.2:4000", EXTERNAL + ":8080")));
        }
    }

    @Test
    void shouldReachAPublishedPortOfAnotherNetworkByTheHostsAddress()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.publish("", 8080, 8080, C, "10.0.1.2", 80);
            assertEquals(LAB + " 10.0.1.2:80 > 203.0.113.1:4000 by " + C,
                rig.reply(A, syn("10.0.0.2:4000", HOST_ADDRESS + ":8080")));
        }
    }

    @Test
    void shouldReachAPublishedPortByTheAddressOfAnotherUplink()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(OTHER_UPLINK, OTHER_OUTSIDE, false, 1024, 65_535, "198.51.100.77");
            rig.publish("198.51.100.77", 8080, 8080, B, "10.0.0.3", 80);
            assertEquals(WEB + " 10.0.0.3:80 > 203.0.113.1:4000 by " + B,
                rig.reply(A, syn("10.0.0.2:4000", "198.51.100.77:8080")));
        }
    }

    @Test
    void shouldReachAPublishedPortByIpv6()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.publish("", 8080, 8080, B, "2001:db8:0:1::3", 80);
            assertEquals(WEB + " [2001:db8:0:1::3]:80 > [2001:db8:ffff::1]:4000 by " + B,
                rig.reply(A, syn("[2001:db8:0:1::2]:4000", "[2001:db8:ffff::1]:8080")));
        }
    }

    @Test
    void shouldShowTheAddressThatWasSentToWhereThereIsNoUplink()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.web(true, false, RoutedNetwork.NO_PORT, RoutedNetwork.NO_PORT);
            rig.publish("", 8080, 8080, B, "10.0.0.3", 80);
            assertEquals(WEB + " 10.0.0.3:80 > 192.0.2.100:4000 by " + B,
                rig.reply(A, syn("10.0.0.2:4000", HOST_ADDRESS + ":8080")));
        }
    }

    @Test
    void shouldAskTheAllowListForTheContainersAddress()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.publish("", 8080, 8080, C, "10.0.1.2", 80,
                new Prefix(0, AdmissionRig.low("10.0.0.3"), 128));
            assertNull(rig.send(A, syn("10.0.0.2:4000", EXTERNAL + ":8080")));
            assertEquals(1, rig.drops(A, DropReason.SOURCE_NOT_ALLOWED));
            assertNotNull(rig.send(B, syn("10.0.0.3:4000", EXTERNAL + ":8080")));
        }
    }

    @Test
    void shouldFilterByTheExternalAddressOfTheSender()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.send(B, udp("10.0.0.3:5000", "198.51.100.1:53"));
            assertNull(rig.send(A, udp("10.0.0.2:4000", EXTERNAL + ":5000")));
            assertEquals(1, rig.drops(A, DropReason.FILTERED));
        }
    }

    @Test
    void shouldPunchHolesBetweenNeighborsAsBetweenStrangers()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.send(A, udp("10.0.0.2:4000", "198.51.100.1:3478"));
            rig.send(B, udp("10.0.0.3:5000", "198.51.100.1:3478"));
            assertNull(rig.send(A, udp("10.0.0.2:4000", EXTERNAL + ":5000")), "B has sent nothing to A");
            assertNotNull(rig.send(B, udp("10.0.0.3:5000", EXTERNAL + ":4000")), "A has sent to B");
            assertEquals(B, rig.send(A, udp("10.0.0.2:4000", EXTERNAL + ":5000")).egressPort(1));
        }
    }

    /** As VPP's test_hairpinning_avoid_inf_loop: what would come back to its sender for ever is refused. */
    @Test
    void shouldNotLetAnEndpointTalkToItselfForEver()
    {
        try (AdmissionRig rig = AdmissionRig.filtering(ENDPOINT_INDEPENDENT))
        {
            rig.send(A, udp("10.0.0.2:4000", "198.51.100.1:53"));
            assertNull(rig.send(A, udp("10.0.0.2:4000", EXTERNAL + ":4000")));
            assertEquals(1, rig.drops(A, DropReason.FILTERED));
            assertEquals(1, rig.mappings().quotas().used(A));
        }
    }

    @Test
    void shouldSendTheRestToTheHostPort()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.web(true, false, HOST, UPLINK);
            assertNull(rig.send(A, syn("10.0.0.2:4000", HOST_ADDRESS + ":22")));
            assertNull(rig.send(A, syn("10.0.0.2:4000", EXTERNAL + ":22")));
            assertEquals(2, rig.worker.sent(HOST).size());
            assertEquals(0, rig.mappings().quotas().used(A));
        }
    }

    @Test
    void shouldRefuseTheHostWhereItsAccessIsOff()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            assertNull(rig.send(A, syn("10.0.0.2:4000", HOST_ADDRESS + ":22")));
            assertEquals(1, rig.drops(A, DropReason.HOST_ACCESS_OFF));
            assertEquals(1, rig.worker.sent(A).size());
        }
    }

    @Test
    void shouldKeepAnInternalNetworkFromPublishedPorts()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.publish("", 8080, 8080, C, "10.0.1.2", 80);
            rig.web(true, true, RoutedNetwork.NO_PORT, UPLINK);
            assertNull(rig.send(A, syn("10.0.0.2:4000", HOST_ADDRESS + ":8080")));
            assertEquals(1, rig.drops(A, DropReason.HOST_ACCESS_OFF));
        }
    }

    @Test
    void shouldTellApartTwoConnectionsOfAClientToOneContainerPort()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.publish("", 8080, 8080, B, "10.0.0.3", 80);
            rig.publish("", 8081, 8081, B, "10.0.0.3", 80);
            final SessionDescriptor first = rig.send(UPLINK, syn("198.51.100.1:4000", EXTERNAL + ":8080"));
            assertEquals(4000, first.destinationPort(1));
            assertNotNull(rig.send(UPLINK, syn("198.51.100.1:4000", EXTERNAL + ":8081")));
            assertEquals(80, rig.session.sourcePort(1));
            assertEquals(List.of(), rig.worker.sent(UPLINK));
        }
    }
}

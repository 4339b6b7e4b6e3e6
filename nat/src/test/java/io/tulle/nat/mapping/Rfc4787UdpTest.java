package io.tulle.nat.mapping;

import static io.tulle.nat.mapping.AdmissionRig.A;
import static io.tulle.nat.mapping.AdmissionRig.B;
import static io.tulle.nat.mapping.AdmissionRig.EXTERNAL;
import static io.tulle.nat.mapping.AdmissionRig.UPLINK;
import static io.tulle.nat.mapping.FilteringBehavior.ADDRESS_AND_PORT_DEPENDENT;
import static io.tulle.nat.mapping.FilteringBehavior.ADDRESS_DEPENDENT;
import static io.tulle.nat.mapping.FilteringBehavior.ENDPOINT_INDEPENDENT;
import static io.tulle.nat.mapping.Packets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;

import io.tulle.dataplane.DropReason;
import io.tulle.nat.conntrack.SessionDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 4787, the requirements that new sessions decide. */
class Rfc4787UdpTest
{
    @Test
    void shouldKeepOneExternalEndpointForThreeRemotesReq1()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            assertOneExternalEndpoint(rig, "10.0.0.2:4000");
            assertEquals(1, rig.mappings().size());
        }
    }

    @Test
    void shouldKeepOneExternalAddressAnInternalOneReq2()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(false, 1024, 65_535, "203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4");
            final String address = Packets.address(rig.external(A, udp("10.0.0.2:4000", "198.51.100.1:53")));
            for (int port = 4001; port < 4100; port++)
            {
                final String external = rig.external(A, udp("10.0.0.2:" + port, "198.51.100.1:53"));
                assertEquals(address, Packets.address(external));
            }
        }
    }

    @Test
    void shouldUseEachAddressOfAPoolReq2()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(false, 1024, 65_535, "203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4");
            final Set<String> used = new TreeSet<>();
            for (int host = 2; host < 100; host++)
            {
                used.add(Packets.address(rig.external(A, udp("10.0.0." + host + ":4000", "198.51.100.1:53"))));
            }
            assertEquals(4, used.size());
        }
    }

    @Test
    void shouldNeverOverloadAPortReq3()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            final int first = rig.externalPort(A, udp("10.0.0.2:4000", "198.51.100.1:53"));
            final int second = rig.externalPort(B, udp("10.0.0.3:4000", "198.51.100.1:53"));
            assertEquals(4000, first);
            assertNotEquals(first, second);
        }
    }

    @Test
    void shouldRefuseWhenNoPortIsLeftRatherThanOverloadReq3()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(false, 50_000, 50_003, EXTERNAL);
            for (int port = 4000; port < 4004; port++)
            {
                assertNotNull(rig.send(A, udp("10.0.0.2:" + port, "198.51.100.1:53")));
            }
            assertNull(rig.send(A, udp("10.0.0.2:4004", "198.51.100.2:53")));
            assertEquals(1, rig.drops(A, DropReason.NAT_OUT_OF_PORTS));
            assertNull(rig.send(A, udp("10.0.0.2:4004", "198.51.100.2:53")));
            assertNotNull(rig.send(A, udp("10.0.0.2:4000", "198.51.100.2:53")), "a mapping that is there goes on");
        }
    }

    @Test
    void shouldKeepWellKnownPortsApartReq3a()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(false, 1, 65_535, EXTERNAL);
            rig.external(A, udp("10.0.0.2:500", "198.51.100.1:500"));
            assertTrue(rig.externalPort(B, udp("10.0.0.3:500", "198.51.100.1:500")) < 1024);
            rig.external(A, udp("10.0.0.2:1500", "198.51.100.1:500"));
            assertTrue(rig.externalPort(B, udp("10.0.0.3:1500", "198.51.100.1:500")) >= 1024);
        }
    }

    @Test
    void shouldKeepParityReq4()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(true, 50_001, 60_000, EXTERNAL);
            for (int port = 4000; port < 4200; port++)
            {
                assertEquals(port & 1, rig.externalPort(A, udp("10.0.0.2:" + port, "198.51.100.1:53")) & 1);
            }
        }
    }

    @Test
    void shouldKeepTheMappingForAsLongAsASessionUsesItReq5()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(true, 50_000, 60_000, EXTERNAL);
            final String external = rig.external(A, udp("10.0.0.2:4000", "198.51.100.1:53"));
            final SessionDescriptor first = rig.sessions.descriptor().wrap(rig.session.session());
            rig.send(A, udp("10.0.0.2:4000", "198.51.100.2:53"));
            rig.end(first);
            assertEquals(external, rig.external(A, udp("10.0.0.2:4000", "198.51.100.3:53")));
            rig.endAll();
            assertEquals(0, rig.mappings().size());
        }
    }

    @Test
    void shouldTranslateWhereInsideAndOutsideHaveTheSameSubnetReq7()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(false, 1024, 65_535, "10.0.0.200");
            assertEquals("10.0.0.200:4000", rig.external(A, udp("10.0.0.2:4000", "198.51.100.1:53")));
            final SessionDescriptor answer = rig.send(UPLINK, udp("198.51.100.1:53", "10.0.0.200:4000"));
            assertEquals(A, answer.egressPort(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldFilterAsItIsSetReq8(final FilteringBehavior behavior)
    {
        try (AdmissionRig rig = AdmissionRig.filtering(behavior))
        {
            rig.external(A, udp("10.0.0.2:4000", "198.51.100.1:53"));
            assertFiltering(rig, behavior, 4000);
        }
    }

    @Test
    void shouldLetARemoteAddressInNoLongerThanSessionsWithItLastReq8()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.send(A, udp("10.0.0.2:4000", "198.51.100.1:53"));
            final SessionDescriptor first = rig.sessions.descriptor().wrap(rig.session.session());
            rig.send(A, udp("10.0.0.2:4000", "198.51.100.2:53"));
            rig.end(first);
            assertNull(rig.send(UPLINK, udp("198.51.100.1:54", EXTERNAL + ":4000")));
            assertNotNull(rig.send(UPLINK, udp("198.51.100.2:54", EXTERNAL + ":4000")));
        }
    }

    @Test
    void shouldHairpinToAMappingReq9()
    {
        try (AdmissionRig rig = AdmissionRig.filtering(ENDPOINT_INDEPENDENT))
        {
            rig.send(B, udp("10.0.0.3:5000", "198.51.100.1:3478"));
            assertEquals(AdmissionRig.WEB + " 10.0.0.3:5000 > 203.0.113.1:4000 by " + B,
                rig.reply(A, udp("10.0.0.2:4000", EXTERNAL + ":5000")));
        }
    }

    @Test
    void shouldShowTheExternalSourceOfAHairpinReq9a()
    {
        try (AdmissionRig rig = AdmissionRig.filtering(ENDPOINT_INDEPENDENT))
        {
            rig.uplink(true, 50_000, 60_000, EXTERNAL);
            final String a = rig.external(A, udp("10.0.0.2:4000", "198.51.100.1:3478"));
            final String b = rig.external(B, udp("10.0.0.3:5000", "198.51.100.1:3478"));
            assertEquals(a, rig.external(A, udp("10.0.0.2:4000", b)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldBehaveTheSameWithPortClashesReq11(final FilteringBehavior behavior)
    {
        try (AdmissionRig rig = AdmissionRig.filtering(behavior))
        {
            assertNotNull(rig.send(B, udp("10.0.0.3:4000", "198.51.100.9:53")));
            assertOneExternalEndpoint(rig, "10.0.0.2:4000");
            assertFiltering(rig, behavior, rig.externalPort(A, udp("10.0.0.2:4000", "198.51.100.1:53")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldBehaveTheSameWhenNinePortsOfTenAreTakenReq11(final FilteringBehavior behavior)
    {
        try (AdmissionRig rig = AdmissionRig.filtering(behavior))
        {
            rig.uplink(false, 50_000, 50_999, EXTERNAL);
            for (int port = 2000; port < 2900; port++)
            {
                final String internal = "10.0.0." + (100 + port % 20) + ":" + port;
                assertNotNull(rig.send(B, udp(internal, "198.51.100.9:53")));
            }
            assertOneExternalEndpoint(rig, "10.0.0.2:4000");
            assertFiltering(rig, behavior, rig.externalPort(A, udp("10.0.0.2:4000", "198.51.100.1:53")));
        }
    }

    private static void assertOneExternalEndpoint(final AdmissionRig rig, final String internal)
    {
        final String external = rig.external(A, udp(internal, "198.51.100.1:53"));
        assertTrue(external.startsWith(EXTERNAL), external);
        assertEquals(external, rig.external(A, udp(internal, "198.51.100.1:54")));
        assertEquals(external, rig.external(A, udp(internal, "198.51.100.2:53")));
    }

    /** 198.51.100.1:53 was sent to from the mapping, and 198.51.100.3 never was. */
    private static void assertFiltering(final AdmissionRig rig, final FilteringBehavior behavior, final int port)
    {
        final boolean isOpen = ENDPOINT_INDEPENDENT == behavior;
        assertNotNull(rig.send(UPLINK, udp("198.51.100.1:53", EXTERNAL + ":" + port)));
        assertEquals(isOpen || ADDRESS_DEPENDENT == behavior,
            null != rig.send(UPLINK, udp("198.51.100.1:99", EXTERNAL + ":" + port)));
        assertEquals(isOpen, null != rig.send(UPLINK, udp("198.51.100.3:53", EXTERNAL + ":" + port)));
        assertEquals(isOpen ? 0 : ADDRESS_AND_PORT_DEPENDENT == behavior ? 2 : 1,
            rig.drops(UPLINK, DropReason.FILTERED));
    }
}

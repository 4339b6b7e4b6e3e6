package io.tulle.nat.mapping;

import static io.tulle.nat.mapping.AdmissionRig.A;
import static io.tulle.nat.mapping.AdmissionRig.B;
import static io.tulle.nat.mapping.AdmissionRig.EXTERNAL;
import static io.tulle.nat.mapping.AdmissionRig.UPLINK;
import static io.tulle.nat.mapping.FilteringBehavior.ADDRESS_DEPENDENT;
import static io.tulle.nat.mapping.Packets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.DropReason;
import org.junit.jupiter.api.Test;

/** RFC 6888: fairness among those who share an external address. */
class Rfc6888Test
{
    @Test
    void shouldTakePoolsOfAnySizeThatHaveGapsReq3()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(false, 1024, 65_535, "203.0.113.1", "203.0.113.7", "198.51.100.200");
            assertNotNull(rig.send(A, udp("10.0.0.2:4000", "198.51.100.1:53")));
        }
    }

    @Test
    void shouldLimitTheSessionsOfAnEndpointReq4()
    {
        try (AdmissionRig rig = new AdmissionRig(
            AdmissionRig.settings(ADDRESS_DEPENDENT, ADDRESS_DEPENDENT, 1000, 10, 20)))
        {
            for (int port = 4000; port < 4020; port++)
            {
                assertNotNull(rig.send(A, udp("10.0.0.2:" + port, "198.51.100.1:53")));
            }
            assertNull(rig.send(A, udp("10.0.0.2:4020", "198.51.100.1:53")));
            assertEquals(1, rig.drops(A, DropReason.SESSION_LIMIT));
            assertNotNull(rig.send(B, udp("10.0.0.3:4020", "198.51.100.1:53")));
        }
    }

    @Test
    void shouldKeepTheLastPortsForThoseWhoHaveFewReq4()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(false, 50_000, 50_799, EXTERNAL);
            for (int port = 4000; port < 4900; port++)
            {
                rig.send(A, udp("10.0.0.2:" + port, "198.51.100.1:53"));
            }
            assertEquals(700, rig.mappings().size());
            assertEquals(200, rig.drops(A, DropReason.NAT_OUT_OF_PORTS));
            for (int port = 4000; port < 4064; port++)
            {
                assertNotNull(rig.send(B, udp("10.0.0.3:" + port, "198.51.100.1:53")));
            }
            rig.endAll();
            rig.send(A, udp("10.0.0.2:4000", "198.51.100.1:53"));
            assertEquals(1, rig.mappings().size());
        }
    }

    @Test
    void shouldRefuseOnlyWhoFilledTheTableReq5()
    {
        try (AdmissionRig rig = new AdmissionRig(
            AdmissionRig.settings(ADDRESS_DEPENDENT, ADDRESS_DEPENDENT, 64, 16, 64)))
        {
            for (int port = 4000; port < 4100; port++)
            {
                rig.send(A, udp("10.0.0.2:" + port, "198.51.100.1:53"));
            }
            assertEquals(32, rig.mappings().quotas().used(A)); // 16 guaranteed, and 64 - 3 * 16 shared
            assertEquals(68, rig.drops(A, DropReason.SESSION_TABLE_FULL));
            assertTrue(rig.mappings().quotas().isNearlyFull());
            for (int port = 4000; port < 4016; port++)
            {
                assertNotNull(rig.send(B, udp("10.0.0.3:" + port, "198.51.100.1:53")));
            }
            rig.endAll();
            assertEquals(0, rig.mappings().quotas().used(A));
            assertEquals(0, rig.mappings().quotas().sharedUsed());
        }
    }

    @Test
    void shouldNotGiveAFreedPortToAnotherForTwoMinutesReq8()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            assertEquals(EXTERNAL + ":4000", rig.external(A, udp("10.0.0.2:4000", "198.51.100.1:53")));
            rig.endAll();
            assertNotEquals(EXTERNAL + ":4000", rig.external(B, udp("10.0.0.3:4000", "198.51.100.1:53")));
            rig.endAll();
            assertEquals(EXTERNAL + ":4000", rig.external(A, udp("10.0.0.2:4000", "198.51.100.1:53")), "its own");
            rig.endAll();
            rig.worker.passSeconds(120);
            assertEquals(EXTERNAL + ":4000", rig.external(B, udp("10.0.0.3:4000", "198.51.100.1:53")));
        }
    }

    @Test
    void shouldNotDeleteMappingsOfOthersForWantOfPortsReq11()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(false, 50_000, 50_000, EXTERNAL);
            rig.send(A, udp("10.0.0.2:4000", "198.51.100.1:53"));
            assertNull(rig.send(B, udp("10.0.0.3:4000", "198.51.100.1:53")));
            assertNotNull(rig.send(UPLINK, udp("198.51.100.1:53", EXTERNAL + ":50000")));
        }
    }

    @Test
    void shouldUseEachPortOfARangeReq13()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(false, 50_000, 50_099, EXTERNAL);
            for (int port = 4000; port < 4100; port += 2) // half of them get a port of the other parity
            {
                assertNotNull(rig.send(A, udp("10.0.0.2:" + port, "198.51.100.1:53")), "port " + port);
                assertNotNull(rig.send(B, udp("10.0.0.3:" + port, "198.51.100.1:53")), "port " + port);
            }
            assertEquals(100, rig.mappings().size());
        }
    }

    @Test
    void shouldLeaveOutPortsThatTheHostUses()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(true, 50_000, 50_001, EXTERNAL);
            rig.mappings().excludePort(UPLINK, 17, 50_000, true);
            assertEquals(EXTERNAL + ":50001", rig.external(A, udp("10.0.0.2:50000", "198.51.100.1:53")));
            assertNull(rig.send(A, udp("10.0.0.2:50002", "198.51.100.1:53")));
            rig.mappings().excludePort(UPLINK, 17, 50_000, false);
            assertEquals(EXTERNAL + ":50000", rig.external(A, udp("10.0.0.2:50002", "198.51.100.1:53")));
        }
    }
}

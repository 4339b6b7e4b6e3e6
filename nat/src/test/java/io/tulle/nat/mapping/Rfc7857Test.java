package io.tulle.nat.mapping;

import static io.tulle.nat.mapping.AdmissionRig.A;
import static io.tulle.nat.mapping.AdmissionRig.EXTERNAL;
import static io.tulle.nat.mapping.AdmissionRig.UPLINK;
import static io.tulle.nat.mapping.FilteringBehavior.ENDPOINT_INDEPENDENT;
import static io.tulle.nat.mapping.Packets.syn;
import static io.tulle.nat.mapping.Packets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;

import io.tulle.dataplane.DropReason;
import io.tulle.nat.NatSettings;
import org.junit.jupiter.api.Test;

/** RFC 7857, what it changes for new sessions. */
class Rfc7857Test
{
    @Test
    void shouldShareAPortBetweenConnectionsToDifferentRemotesWhenNoneIsLeftSection3()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(false, 50_000, 50_000, EXTERNAL);
            assertEquals(EXTERNAL + ":50000", rig.external(A, syn("10.0.0.2:4000", "198.51.100.1:80")));
            assertEquals(EXTERNAL + ":50000", rig.external(A, syn("10.0.0.2:4001", "198.51.100.2:80")));
            assertEquals(Mappings.NO_MAPPING, rig.session.mapping());
            assertNull(rig.send(A, syn("10.0.0.2:4002", "198.51.100.2:80")), "the same remote");
            assertEquals(1, rig.drops(A, DropReason.NAT_OUT_OF_PORTS));
            assertEquals(2, rig.mappings().quotas().used(A));
        }
    }

    @Test
    void shouldLetOnlyTheMappingsOwnerBeReachedAtASharedPortSection3()
    {
        try (AdmissionRig rig = AdmissionRig.filtering(ENDPOINT_INDEPENDENT))
        {
            rig.uplink(false, 50_000, 50_000, EXTERNAL);
            rig.send(A, syn("10.0.0.2:4000", "198.51.100.1:80"));
            rig.send(A, syn("10.0.0.2:4001", "198.51.100.2:80"));
            assertEquals(AdmissionRig.WEB + " 10.0.0.2:4000 > 198.51.100.3:99 by " + A,
                rig.reply(UPLINK, syn("198.51.100.3:99", EXTERNAL + ":50000")));
        }
    }

    @Test
    void shouldMapAgainWhenAPortIsFreeAfterSharing()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(false, 50_000, 50_000, EXTERNAL);
            rig.send(A, syn("10.0.0.2:4000", "198.51.100.1:80"));
            rig.endAll();
            assertNotNull(rig.send(A, syn("10.0.0.2:4001", "198.51.100.2:80")));
            assertTrue(Mappings.NO_MAPPING != rig.session.mapping());
        }
    }

    @Test
    void shouldNotKeepParityWhenItIsOff()
    {
        final NatSettings kept = NatSettings.DEFAULTS;
        final NatSettings settings = new NatSettings(kept.timeouts(), kept.udpFiltering(), kept.tcpFiltering(), 1 << 10,
            16, 1 << 10, false);
        try (AdmissionRig rig = new AdmissionRig(settings))
        {
            rig.uplink(false, 50_000, 50_127, EXTERNAL);
            final BitSet parities = new BitSet();
            for (int port = 4000; port < 4080; port += 2)
            {
                parities.set(rig.externalPort(A, udp("10.0.0.2:" + port, "198.51.100.1:53")) & 1);
            }
            assertEquals(2, parities.cardinality());
        }
    }

    @Test
    void shouldChooseChangedPortsThatNobodyCanGuess()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(true, 50_000, 60_000, EXTERNAL);
            final BitSet distances = new BitSet();
            int before = 0;
            for (int port = 4000; port < 4100; port++)
            {
                final int external = rig.externalPort(A, udp("10.0.0.2:" + port, "198.51.100.1:53"));
                distances.set(Math.abs(external - before));
                before = external;
            }
            assertTrue(distances.cardinality() > 80, distances.toString());
            assertFalse(distances.get(1) && distances.cardinality() < 3);
        }
    }
}

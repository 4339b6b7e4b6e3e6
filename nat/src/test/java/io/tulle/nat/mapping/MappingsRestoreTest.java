package io.tulle.nat.mapping;

import static io.tulle.nat.mapping.AdmissionRig.A;
import static io.tulle.nat.mapping.AdmissionRig.B;
import static io.tulle.nat.mapping.AdmissionRig.EXTERNAL;
import static io.tulle.nat.mapping.AdmissionRig.UPLINK;
import static io.tulle.nat.mapping.Packets.syn;
import static io.tulle.nat.mapping.Packets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.api.Test;

/** Sessions outlive the process in their file; what they held is taken again. */
class MappingsRestoreTest
{
    @Test
    void shouldGiveRestoredSessionsTheirMappingsFiltersAndQuotasBack()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(true, 50_000, 60_000, EXTERNAL);
            rig.publish("", 8080, 8080, B, "10.0.0.3", 80);
            rig.send(A, udp("10.0.0.2:4000", "198.51.100.1:53"));
            rig.send(A, udp("10.0.0.2:4000", "198.51.100.2:53"));
            rig.send(UPLINK, udp("198.51.100.2:99", rig.external(A, udp("10.0.0.2:4000", "198.51.100.1:53"))));
            rig.send(A, syn("10.0.0.2:4001", EXTERNAL + ":8080"));
            rig.send(UPLINK, syn("198.51.100.1:4000", EXTERNAL + ":8080"));
            try (Mappings restored = restart(rig))
            {
                assertEquals(rig.mappings().size(), restored.size());
                assertEquals(rig.mappings().filtering().size(), restored.filtering().size());
                assertEquals(4, restored.quotas().used(A));
                assertEquals(1, restored.quotas().used(B));
                for (int i = 0; i < rig.sessions.highWaterMark(); i++)
                {
                    restored.onEnd(rig.session.wrap(i));
                }
                assertEquals(0, restored.size());
                assertEquals(0, restored.filtering().size());
                assertEquals(0, restored.quotas().used(A));
            }
        }
    }

    @Test
    void shouldKeepTheExternalEndpointOverARestart()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(true, 50_000, 60_000, EXTERNAL);
            final int port = rig.externalPort(A, udp("10.0.0.2:4000", "198.51.100.1:53"));
            try (Mappings restored = restart(rig))
            {
                assertEquals(rig.session.mapping(), restored.acquireOwner(17, 0, AdmissionRig.low(EXTERNAL), port));
                assertEquals(Mappings.NO_MAPPING,
                    restored.acquireOwner(17, 0, AdmissionRig.low(EXTERNAL), port ^ 1));
            }
        }
    }

    @Test
    void shouldGoOnWithoutAMappingWhereTheEndpointIsGone()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            assertNotNull(rig.send(A, udp("10.0.0.2:4000", "198.51.100.1:53")));
            rig.ports.remove(A);
            try (Mappings restored = restart(rig))
            {
                assertEquals(0, restored.size());
                assertEquals(Mappings.NO_MAPPING, rig.session.wrap(0).mapping());
            }
        }
    }

    /** What the next process does with the sessions of this one. */
    private static Mappings restart(final AdmissionRig rig)
    {
        final Mappings restored = new Mappings(rig.settings, rig.ports);
        for (int i = 0; i < rig.sessions.highWaterMark(); i++)
        {
            restored.restore(rig.session.wrap(i));
        }
        return restored;
    }
}

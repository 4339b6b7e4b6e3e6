package io.tulle.dns.zone;

import static io.tulle.dns.zone.NameRig.addresses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dns.Forwarding;
import io.tulle.dns.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** Which of the tables that a container sees answers. */
class LocalNamesTest
{
    private static final ZoneEntry WEB_ON_A = ZoneEntry.of("web", addresses("10.1.0.5"), "web");
    private static final ZoneEntry WEB_ON_B = ZoneEntry.of("web", addresses("10.2.0.5", "fd00::5"), "web");
    private static final ZoneEntry DB_ON_B = ZoneEntry.of("db", addresses("10.2.0.6"), "db");

    private final NameRig rig = new NameRig();

    @Test
    void shouldAnswerFromTheFirstNetworkThatHasTheNameWhateverTheType()
    {
        rig.sees(NameRig.zone("a", WEB_ON_A), NameRig.zone("b", WEB_ON_B, DB_ON_B));
        assertEquals(List.of("10.1.0.5"), rig.data("web", Type.A));
        assertEquals("a", rig.names().zone());
        assertEquals(List.of(), rig.data("web", Type.AAAA));
        assertEquals(List.of("10.2.0.6"), rig.data("db", Type.A));
        assertEquals("b", rig.names().zone());
        assertEquals(Outcome.LOCAL, rig.names().outcome());
    }

    @Test
    void shouldPreferTheContainersOwnHosts()
    {
        final ZoneTable hosts = ZoneTable.of(List.of(ZoneEntry.of("WEB", addresses("192.0.2.1"), "extra_hosts")));
        rig.sees(NameRig.view(Forwarding.PROHIBITED, hosts, NameRig.zone("a", WEB_ON_A)));
        assertEquals(List.of("192.0.2.1"), rig.data("web", Type.A));
        assertNull(rig.names().zone());
    }

    @Test
    void shouldNotSeeNetworksOfOthers()
    {
        rig.sees(NameRig.zone("a", WEB_ON_A));
        assertTrue(rig.isOrdinary("db", Type.A));
    }

    @Test
    void shouldSeeAChangeWithTheNextQuestion()
    {
        final Zone zone = NameRig.zone("a", WEB_ON_A);
        rig.sees(zone);
        zone.table(ZoneTable.of(List.of(DB_ON_B)));
        assertTrue(rig.isOrdinary("web", Type.A));
        assertEquals(List.of("10.2.0.6"), rig.data("db", Type.A));
        zone.table(ZoneTable.EMPTY);
        assertTrue(rig.isOrdinary("db", Type.A));
    }

    @Test
    void shouldKnowTheHostByItsUsualNames()
    {
        final ZoneTable hosts =
            ZoneTable.of(GatewayNames.entries(NameRig.address("10.1.0.1"), NameRig.address("fd00::1")));
        rig.sees(NameRig.view(Forwarding.PROHIBITED, hosts));
        for (final String name : List.of("host.docker.internal", "gateway.docker.internal", "host.containers.internal"))
        {
            assertEquals(List.of("10.1.0.1"), rig.data(name, Type.A));
            assertEquals(List.of("fd00:0:0:0:0:0:0:1"), rig.data(name, Type.AAAA));
        }
        assertEquals(List.of(), GatewayNames.entries(null, null));
    }
}

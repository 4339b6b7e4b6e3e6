package io.tulle.nat.mapping;

import static io.tulle.nat.mapping.AdmissionRig.A;
import static io.tulle.nat.mapping.AdmissionRig.B;
import static io.tulle.nat.mapping.AdmissionRig.EXTERNAL;
import static io.tulle.nat.mapping.AdmissionRig.UPLINK;
import static io.tulle.nat.mapping.Packets.echo;
import static io.tulle.nat.mapping.Packets.echoReply;
import static io.tulle.nat.mapping.Packets.udp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;

import io.tulle.dataplane.DropReason;
import org.junit.jupiter.api.Test;

/** RFC 5508, the requirements that new sessions decide. */
class Rfc5508IcmpTest
{
    @Test
    void shouldLetQueriesOutAndTheirAnswersInReq1()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            assertEquals(EXTERNAL + ":7700", rig.external(A, echo("10.0.0.2:7700", "198.51.100.1")));
            assertEquals("ICMP_QUERY", rig.state());
            assertNotNull(rig.send(UPLINK, echoReply("198.51.100.1", EXTERNAL + ":7700")));
        }
    }

    @Test
    void shouldMapAnIdentifierIndependentlyOfTheRemoteReq1a()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.send(B, echo("10.0.0.3:7700", "198.51.100.9"));
            final String external = rig.external(A, echo("10.0.0.2:7700", "198.51.100.1"));
            assertNotEquals(EXTERNAL + ":7700", external);
            assertEquals(external, rig.external(A, echo("10.0.0.2:7700", "198.51.100.2")));
        }
    }

    @Test
    void shouldMapIcmpv6Too()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            assertEquals("[2001:db8:ffff::1]:7700",
                rig.external(A, echo("[2001:db8:0:1::2]:7700", "[2001:db8:9::1]")));
        }
    }

    @Test
    void shouldTellTheSenderThatNothingIsLeftReq8()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(false, 50_000, 50_000, EXTERNAL);
            rig.send(A, udp("10.0.0.2:4000", "198.51.100.1:53"));
            assertNull(rig.send(A, udp("10.0.0.2:4001", "198.51.100.1:53")));
            final List<byte[]> sent = rig.worker.sent(A);
            assertEquals(1, sent.size());
            assertArrayEquals(new int[]{3, 13}, Packets.icmpError(sent.get(0)));
        }
    }

    @Test
    void shouldNotBeginASessionByAnAnswer()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            assertNull(rig.send(A, echoReply("10.0.0.2", "198.51.100.1:77")));
            assertEquals(1, rig.drops(A, DropReason.ICMP_UNRELATED));
            assertNull(rig.send(UPLINK, echoReply("198.51.100.1", EXTERNAL + ":7700")));
            assertEquals(1, rig.drops(UPLINK, DropReason.NO_MAPPING));
        }
    }

    @Test
    void shouldAnswerAnEchoRequestToAnAddressOfItsOwn()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            assertNull(rig.send(UPLINK, echo("198.51.100.1:77", EXTERNAL)));
            assertEquals(1, rig.worker.sent(UPLINK).size());
        }
    }

    @Test
    void shouldLeaveAnEchoRequestToTheHostWhoseAddressItShares()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(true, 50_000, 60_000, EXTERNAL);
            assertNull(rig.send(UPLINK, echo("198.51.100.1:77", EXTERNAL)));
            assertEquals(1, rig.drops(UPLINK, DropReason.LEFT_TO_HOST));
        }
    }
}

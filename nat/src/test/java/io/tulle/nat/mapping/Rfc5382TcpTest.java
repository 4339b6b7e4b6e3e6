package io.tulle.nat.mapping;

import static io.tulle.nat.mapping.AdmissionRig.A;
import static io.tulle.nat.mapping.AdmissionRig.B;
import static io.tulle.nat.mapping.AdmissionRig.EXTERNAL;
import static io.tulle.nat.mapping.AdmissionRig.UPLINK;
import static io.tulle.nat.mapping.FilteringBehavior.ADDRESS_DEPENDENT;
import static io.tulle.nat.mapping.FilteringBehavior.ENDPOINT_INDEPENDENT;
import static io.tulle.nat.mapping.Packets.syn;
import static io.tulle.nat.mapping.Packets.tcp;
import static io.tulle.nat.mapping.Packets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.wire.TcpHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5382, the requirements that new sessions decide. */
class Rfc5382TcpTest
{
    @Test
    void shouldKeepOneExternalEndpointForThreeRemotesReq1()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            final String external = rig.external(A, syn("10.0.0.2:4000", "198.51.100.1:80"));
            assertEquals(external, rig.external(A, syn("10.0.0.2:4000", "198.51.100.1:81")));
            assertEquals(external, rig.external(A, syn("10.0.0.2:4000", "198.51.100.2:80")));
            assertEquals(1, rig.mappings().size());
        }
    }

    @Test
    void shouldLetASynInThatCrossesOurOwnReq2a()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            assertNotNull(rig.send(A, syn("10.0.0.2:4000", "198.51.100.1:5000")));
            assertNotNull(rig.send(UPLINK, syn("198.51.100.1:5000", EXTERNAL + ":4000")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldFilterAsItIsSetReq3(final FilteringBehavior behavior)
    {
        try (AdmissionRig rig = AdmissionRig.filtering(behavior))
        {
            rig.send(A, syn("10.0.0.2:4000", "198.51.100.1:80"));
            final boolean isOpen = ENDPOINT_INDEPENDENT == behavior;
            assertEquals(isOpen || ADDRESS_DEPENDENT == behavior,
                null != rig.send(UPLINK, syn("198.51.100.1:99", EXTERNAL + ":4000")));
            assertEquals(isOpen, null != rig.send(UPLINK, syn("198.51.100.3:80", EXTERNAL + ":4000")));
        }
    }

    @Test
    void shouldFilterTcpIndependentlyOfUdpReq3b()
    {
        try (AdmissionRig rig = new AdmissionRig(
            AdmissionRig.settings(ENDPOINT_INDEPENDENT, ADDRESS_DEPENDENT, 1 << 10, 16, 1 << 10)))
        {
            rig.send(A, syn("10.0.0.2:4000", "198.51.100.1:80"));
            rig.send(A, udp("10.0.0.2:4000", "198.51.100.1:80"));
            assertNull(rig.send(UPLINK, syn("198.51.100.3:80", EXTERNAL + ":4000")));
            assertNotNull(rig.send(UPLINK, udp("198.51.100.3:80", EXTERNAL + ":4000")));
        }
    }

    @Test
    void shouldBeSilentAboutAnUnsolicitedSynReq4a()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            assertNull(rig.send(UPLINK, syn("198.51.100.1:80", EXTERNAL + ":4000")));
            rig.send(A, syn("10.0.0.2:4000", "198.51.100.9:80"));
            assertNull(rig.send(UPLINK, syn("198.51.100.1:80", EXTERNAL + ":4000")));
            rig.worker.passSeconds(7);
            rig.worker.run();
            assertEquals(1, rig.drops(UPLINK, DropReason.NO_MAPPING));
            assertEquals(1, rig.drops(UPLINK, DropReason.FILTERED));
            assertEquals(List.of(), rig.worker.sent(UPLINK));
        }
    }

    @Test
    void shouldOpenByTheOutboundSynAfterAnInboundOneWasDroppedReq4()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.send(A, syn("10.0.0.2:4000", "198.51.100.9:80"));
            assertNull(rig.send(UPLINK, syn("198.51.100.1:80", EXTERNAL + ":4000")));
            assertNotNull(rig.send(A, syn("10.0.0.2:4000", "198.51.100.1:80")));
            assertNotNull(rig.send(UPLINK, syn("198.51.100.1:80", EXTERNAL + ":4000")));
        }
    }

    @Test
    void shouldWaitShortlyForTheAnswerToAnInboundSynReq4()
    {
        try (AdmissionRig rig = AdmissionRig.filtering(ENDPOINT_INDEPENDENT))
        {
            rig.send(A, syn("10.0.0.2:4000", "198.51.100.1:80"));
            assertEquals("SYN_SENT", rig.state());
            assertNotNull(rig.send(UPLINK, syn("198.51.100.3:80", EXTERNAL + ":4000")));
            assertEquals("INCOMING_SYN", rig.state());
        }
    }

    @Test
    void shouldNeverOverloadAPortReq7()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            assertNotEquals(rig.external(A, syn("10.0.0.2:4000", "198.51.100.1:80")),
                rig.external(B, syn("10.0.0.3:4000", "198.51.100.2:80")));
        }
    }

    @Test
    void shouldHairpinWithTheExternalSourceReq8()
    {
        try (AdmissionRig rig = AdmissionRig.filtering(ENDPOINT_INDEPENDENT))
        {
            rig.send(B, syn("10.0.0.3:5000", "198.51.100.1:80"));
            assertEquals(AdmissionRig.WEB + " 10.0.0.3:5000 > 203.0.113.1:4000 by " + B,
                rig.reply(A, syn("10.0.0.2:4000", EXTERNAL + ":5000")));
        }
    }

    @Test
    void shouldPickUpAConnectionInItsMidst()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            assertNotNull(rig.send(A, tcp("10.0.0.2:4000", "198.51.100.1:80", TcpHeader.ACK | TcpHeader.PSH)));
            assertEquals("PICKED_UP", rig.state());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {TcpHeader.RST, TcpHeader.RST | TcpHeader.ACK, TcpHeader.FIN, TcpHeader.SYN | TcpHeader.ACK, 0})
    void shouldBeSilentAboutASegmentThatBeginsNothing(final int flags)
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            assertNull(rig.send(A, tcp("10.0.0.2:4000", "198.51.100.1:80", flags)));
            assertEquals(1, rig.drops(A, DropReason.TCP_NO_SESSION));
            assertEquals(List.of(), rig.worker.sent(A));
            assertEquals(0, rig.mappings().size());
            assertEquals(0, rig.mappings().quotas().used(A));
        }
    }
}

package io.tulle.dataplane.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneOffset;
import java.util.stream.Stream;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.test.CapturedFrames;
import io.tulle.dataplane.test.Hex;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One line a frame, for each protocol that the text knows. */
class FrameTextTest
{
    private static final String TIME_AND_PORT = "22:13:20.123456 web/front ";

    private final FrameText text = new FrameText(ZoneOffset.UTC);

    @ParameterizedTest
    @MethodSource
    void shouldSayWhatAFrameIs(final String expected, final String vnetHeaderAndFrame)
    {
        final CapturedFrame frame = CaptureRig.captured(CaptureEvent.RECEIVED, DropReason.NONE, vnetHeaderAndFrame);
        assertEquals(TIME_AND_PORT + "In   " + expected, text.line(frame));
    }

    static Stream<Arguments> shouldSayWhatAFrameIs()
    {
        return Stream.of(
            Arguments.of("ARP, Request who-has 172.17.0.3 tell 172.17.0.2, length 28", CapturedFrames.ARP_REQUEST),
            Arguments.of("ARP, Reply 172.17.0.3 is-at 02:42:ac:11:00:03, length 28", CapturedFrames.ARP_REPLY),
            Arguments.of("vlan 42, p 5, ARP, Request who-has 172.17.0.3 tell 172.17.0.2, length 28",
                CapturedFrames.TAGGED_ARP_REQUEST),
            Arguments.of("IP 172.17.0.2 > 172.17.0.3: ICMP echo request, id 6707, seq 1, length 32",
                CapturedFrames.ICMP_ECHO_REQUEST),
            Arguments.of("IP 172.17.0.2 > 172.17.0.3: ICMP fragment at 2960, length 48",
                CapturedFrames.ICMP_LAST_FRAGMENT),
            Arguments.of("IP 172.17.0.3 > 172.17.0.2: ICMP port unreachable, length 43",
                CapturedFrames.ICMP_PORT_UNREACHABLE),
            Arguments.of("IP6 fd00:17::2 > ff02::1:ff00:3: ICMP6, neighbor solicitation, who has fd00:17::3, length 32",
                CapturedFrames.NEIGHBOR_SOLICITATION),
            Arguments.of("IP6 fd00:17::3 > fd00:17::2: ICMP6, neighbor advertisement, tgt is fd00:17::3, length 32",
                CapturedFrames.NEIGHBOR_ADVERTISEMENT),
            Arguments.of("IP6 fd00:17::2 > fd00:17::3: ICMP6, echo request, id 6708, seq 1, length 32",
                CapturedFrames.ICMPV6_ECHO_REQUEST),
            Arguments.of("IP6 fd00:17::2 > fd00:17::3: ICMP6 fragment at 2896, length 112",
                CapturedFrames.ICMPV6_LAST_FRAGMENT),
            Arguments.of("IP 172.17.0.2.54812 > 172.17.0.3.8080: Flags [S], seq 1092307804, win 65520, length 0",
                CapturedFrames.TCP_SYN),
            Arguments.of("IP6 fd00:17::2.57474 > fd00:17::3.8080: Flags [S], seq 4209170065, win 65520, length 0",
                CapturedFrames.TCP_IPV6_SYN),
            Arguments.of("IP 172.17.0.2.54812 > 172.17.0.3.8080: Flags [P.], seq 1092307805:1092308104, " +
                "ack 887853343, win 64, length 299", CapturedFrames.TCP_GSO),
            Arguments.of("IP 172.17.0.2.32900 > 172.17.0.3.5353: UDP, length 12", CapturedFrames.UDP),
            Arguments.of("IP6 fd00:17::2.60626 > fd00:17::3.5353: UDP, length 7",
                CapturedFrames.UDP_DESTINATION_OPTIONS),
            Arguments.of("02:42:ac:11:00:02 > 01:80:c2:00:00:0e, ethertype 0x88cc, length 16",
                "000000000000000000000000 | 0180c200000e 0242ac110002 88cc | 0000"),
            Arguments.of("02:42:ac:11:00:02 > 01:80:c2:00:00:00, 802.3, length 17",
                "000000000000000000000000 | 0180c2000000 0242ac110002 0003 | 424203"),
            Arguments.of("[|ether], length 3", "000000000000000000000000 | 0180c2"),
            Arguments.of("ARP, malformed, length 2",
                "000000000000000000000000 | 0180c200000e 0242ac110002 0806 | 0001"),
            Arguments.of("IP [|ip], length 4",
                "000000000000000000000000 | 0242ac110003 0242ac110002 0800 | 45000034"),
            Arguments.of("IP6 [|ip6], length 4",
                "000000000000000000000000 | 0242ac110003 0242ac110002 86dd | 60000000"),
            Arguments.of("IP 172.17.0.2 > 172.17.0.3: [|tcp]", cut(CapturedFrames.TCP_SYN, 40)),
            Arguments.of("IP 172.17.0.2 > 172.17.0.3: ip-proto-47, length 4",
                "000000000000000000000000 | 0242ac110003 0242ac110002 0800 |" +
                "450000184eb14000402f0000ac110002ac110003 | 00000800"));
    }

    /** As a snaplen cuts it. */
    private static String cut(final String vnetHeaderAndFrame, final int lengthBytes)
    {
        final UnsafeBuffer whole = Hex.hex(vnetHeaderAndFrame);
        return Hex.digits(whole, 0, CaptureRig.VNET_BYTES + lengthBytes);
    }

    @Test
    void shouldNameTheReasonOfADrop()
    {
        final CapturedFrame frame =
            CaptureRig.captured(CaptureEvent.DROPPED, DropReason.ARP_SPOOFED, CapturedFrames.ARP_REPLY);
        assertEquals(TIME_AND_PORT + "Drop ARP, Reply 172.17.0.3 is-at 02:42:ac:11:00:03, length 28, " +
            "dropped: ARP sender is not the endpoint's (ARP_SPOOFED)", text.line(frame));
    }

    @Test
    void shouldSayOutForATransmittedFrame()
    {
        final CapturedFrame frame =
            CaptureRig.captured(CaptureEvent.TRANSMITTED, DropReason.NONE, CapturedFrames.ARP_REPLY);
        assertEquals(TIME_AND_PORT + "Out  ARP, Reply 172.17.0.3 is-at 02:42:ac:11:00:03, length 28", text.line(frame));
    }
}

package io.tulle.tapio.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import io.tulle.dataplane.test.CapturedFrames;
import io.tulle.dataplane.test.Hex;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters in tcpdump's syntax; libpcap must be installed. */
@Tag("root")
class BpfFilterTest
{
    private static final int VNET_BYTES = 12;

    @ParameterizedTest
    @CsvSource({
        "arp,                          true,  false, false, false",
        "tcp port 8080,                false, true,  true,  false",
        "tcp[tcpflags] & tcp-syn != 0, false, true,  false, false",
        "udp,                          false, false, false, true",
        "ip6 and udp port 5353,        false, false, false, true",
        "host 172.17.0.3,              true,  true,  true,  false",
        "ether dst ff:ff:ff:ff:ff:ff,  true,  false, false, false",
        "greater 300,                  false, false, true,  false",
        "not ip,                       true,  false, false, true",
    })
    void shouldKeepWhatTheExpressionSays(final String expression, final boolean arp, final boolean tcp,
        final boolean gso, final boolean udpIpv6)
    {
        try (BpfFilter filter = new BpfFilter(expression))
        {
            assertEquals(arp, matches(filter, CapturedFrames.ARP_REQUEST));
            assertEquals(tcp, matches(filter, CapturedFrames.TCP_SYN));
            assertEquals(gso, matches(filter, CapturedFrames.TCP_GSO));
            assertEquals(udpIpv6, matches(filter, CapturedFrames.UDP_IPV6));
        }
    }

    @Test
    void shouldNotReadPastARunt()
    {
        try (BpfFilter filter = new BpfFilter("tcp port 80"))
        {
            assertEquals(false, matches(filter, "000000000000000000000000 | ffffffff"));
        }
    }

    @Test
    void shouldReportABadExpressionInLibpcapsWords()
    {
        final String message =
            assertThrows(IllegalArgumentException.class, () -> new BpfFilter("tpc port 80").close()).getMessage();
        assertTrue(message.startsWith("bad capture filter \"tpc port 80\": "), message);
        assertTrue(message.endsWith("syntax error"), message);
    }

    @Test
    void shouldNameThePackageWhenTheLibraryIsMissing()
    {
        final String message = assertThrows(IllegalStateException.class,
            () -> PcapLibrary.load(List.of("libpcap-that-is-not-there.so"))).getMessage();
        assertTrue(message.contains("apt-get install libpcap0.8"), message);
    }

    private static boolean matches(final BpfFilter filter, final String vnetHeaderAndFrame)
    {
        final UnsafeBuffer frame = Hex.hex(vnetHeaderAndFrame);
        final int lengthBytes = frame.capacity() - VNET_BYTES;
        return filter.matches(frame.addressOffset() + VNET_BYTES, lengthBytes, lengthBytes);
    }
}

package io.tulle.dataplane.offload;

import static io.tulle.dataplane.test.CapturedFrames.DATA_OFFSET;
import static io.tulle.dataplane.test.CapturedFrames.TCP_GSO;
import static io.tulle.dataplane.test.CapturedFrames.TCP_IPV6_GSO;
import static io.tulle.dataplane.test.CapturedFrames.TCP_SYN;
import static io.tulle.dataplane.test.CapturedFrames.UDP_GSO;
import static io.tulle.dataplane.test.CapturedFrames.UDP_IPV6_GSO;
import static io.tulle.dataplane.test.Hex.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Knows how long the packets of a GSO frame will be. */
class GsoSizeTest
{
    private final GsoSize gsoSize = new GsoSize();
    private final VnetHeader vnet = new VnetHeader();

    @ParameterizedTest
    @CsvSource({
        TCP_GSO + ", 160", // 20 + 32 + 108
        TCP_IPV6_GSO + ", 180", // 40 + 32 + 108
        UDP_GSO + ", 128", // 20 + 8 + 100
        UDP_IPV6_GSO + ", 148"}) // 40 + 8 + 100
    void shouldAddHeadersToGsoSize(final String captured, final int segmentLength)
    {
        assertEquals(segmentLength, segmentLength(hex(captured)));
    }

    @Test
    void shouldNotExceedThePacketItself()
    {
        final UnsafeBuffer buffer = hex(TCP_GSO);
        vnet.wrap(buffer, 0).gsoSize(1448);

        assertEquals(20 + 32 + 299, segmentLength(buffer));
    }

    @Test
    void shouldSayMalformed()
    {
        assertEquals(GsoSize.MALFORMED, segmentLength(hex(TCP_SYN)));
        final UnsafeBuffer buffer = hex(TCP_GSO);
        vnet.wrap(buffer, 0).gsoType(VnetHeader.GSO_TCPV6);
        assertEquals(GsoSize.MALFORMED, segmentLength(buffer));
    }

    private int segmentLength(final UnsafeBuffer buffer)
    {
        return gsoSize.segmentLength(buffer, DATA_OFFSET, buffer.capacity() - DATA_OFFSET, vnet.wrap(buffer, 0));
    }
}

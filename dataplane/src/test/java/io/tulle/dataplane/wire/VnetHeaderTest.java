package io.tulle.dataplane.wire;

import static io.tulle.dataplane.test.CapturedFrames.TCP_GSO;
import static io.tulle.dataplane.test.CapturedFrames.TCP_SYN;
import static io.tulle.dataplane.test.CapturedFrames.UDP_IPV6_GSO;
import static io.tulle.dataplane.test.Hex.digits;
import static io.tulle.dataplane.test.Hex.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Reads and writes captured virtio-net headers. */
class VnetHeaderTest
{
    private final VnetHeader vnet = new VnetHeader();

    @Test
    void shouldReadPartialChecksum()
    {
        vnet.wrap(hex(TCP_SYN), 0);

        assertEquals(VnetHeader.NEEDS_CSUM, vnet.flags());
        assertTrue(vnet.needsChecksum());
        assertFalse(vnet.isGso());
        assertEquals(34, vnet.checksumStart());
        assertEquals(TcpHeader.CHECKSUM_OFFSET, vnet.checksumOffset());
    }

    @Test
    void shouldReadTcpSegmentation()
    {
        vnet.wrap(hex(TCP_GSO), 0);

        assertTrue(vnet.isGso());
        assertEquals(VnetHeader.GSO_TCPV4, vnet.gsoType());
        assertEquals(66, vnet.headerLength());
        assertEquals(108, vnet.gsoSize());
        assertEquals(0, vnet.bufferCount());
    }

    @Test
    void shouldReadUdpSegmentation()
    {
        vnet.wrap(hex(UDP_IPV6_GSO), 0);

        assertEquals(VnetHeader.GSO_UDP_L4, vnet.segmentation());
        assertEquals(62, vnet.headerLength());
        assertEquals(100, vnet.gsoSize());
        assertEquals(UdpHeader.CHECKSUM_OFFSET, vnet.checksumOffset());
    }

    @Test
    void shouldWriteAndClearEveryField()
    {
        final UnsafeBuffer buffer = hex("77".repeat(14));

        vnet.wrap(buffer, 1)
            .flags(VnetHeader.NEEDS_CSUM | VnetHeader.DATA_VALID)
            .gsoType(VnetHeader.GSO_TCPV6 | VnetHeader.GSO_ECN)
            .headerLength(0x0102)
            .gsoSize(0x0304)
            .checksumStart(0x0506)
            .checksumOffset(0x0708)
            .bufferCount(0x090A);

        assertEquals("7703840201040306050807 0a0977".replace(" ", ""), digits(buffer, 0, 14));
        assertEquals(VnetHeader.GSO_TCPV6, vnet.segmentation());
        vnet.clear();
        assertEquals("77" + "00".repeat(12) + "77", digits(buffer, 0, 14));
        assertFalse(VnetHeader.isValid(buffer, 1, 11));
        assertTrue(VnetHeader.isValid(buffer, 1, 12));
    }
}

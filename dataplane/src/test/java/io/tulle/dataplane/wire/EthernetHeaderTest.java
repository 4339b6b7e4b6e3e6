package io.tulle.dataplane.wire;

import static io.tulle.dataplane.test.CapturedFrames.ARP_REQUEST;
import static io.tulle.dataplane.test.CapturedFrames.DATA_OFFSET;
import static io.tulle.dataplane.test.Hex.digits;
import static io.tulle.dataplane.test.Hex.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Reads and writes captured Ethernet headers. */
class EthernetHeaderTest
{
    private final EthernetHeader ethernet = new EthernetHeader();

    @Test
    void shouldReadBroadcast()
    {
        ethernet.wrap(hex(ARP_REQUEST), DATA_OFFSET);

        assertEquals(MacAddress.BROADCAST, ethernet.destination());
        assertEquals(0x0242_AC11_0002L, ethernet.source());
        assertEquals(EtherType.ARP, ethernet.etherType());
        assertEquals(26, ethernet.payloadOffset());
    }

    @Test
    void shouldWriteOnlyItsFourteenBytes()
    {
        final UnsafeBuffer buffer = hex("77".repeat(18));

        ethernet.wrap(buffer, 2)
            .destination(0x0102_0304_0506L)
            .source(0xF708_090A_0B0CL)
            .etherType(EtherType.IPV6);

        assertEquals("7777 010203040506 f708090a0b0c 86dd 7777".replace(" ", ""), digits(buffer, 0, 18));
    }

    @Test
    void shouldRefuseRunt()
    {
        final UnsafeBuffer buffer = hex("00".repeat(14));

        assertFalse(EthernetHeader.isValid(buffer, 0, 13));
        assertTrue(EthernetHeader.isValid(buffer, 0, 14));
    }
}

package io.tulle.dataplane.wire;

import static io.tulle.dataplane.test.CapturedFrames.ARP_REPLY;
import static io.tulle.dataplane.test.CapturedFrames.ARP_REQUEST;
import static io.tulle.dataplane.test.CapturedFrames.DATA_OFFSET;
import static io.tulle.dataplane.test.Hex.digits;
import static io.tulle.dataplane.test.Hex.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Reads captured ARP packets and turns a request into the reply that Linux gave. */
class ArpPacketTest
{
    private static final int ARP_OFFSET = DATA_OFFSET + EthernetHeader.LENGTH;

    private final ArpPacket arp = new ArpPacket();

    @Test
    void shouldReadReply()
    {
        final UnsafeBuffer buffer = hex(ARP_REPLY);
        assertTrue(ArpPacket.isValid(buffer, ARP_OFFSET, ArpPacket.LENGTH));

        arp.wrap(buffer, ARP_OFFSET);

        assertEquals(ArpPacket.REPLY, arp.operation());
        assertEquals(0x0242_AC11_0003L, arp.senderMac());
        assertEquals(0xAC11_0003, arp.senderAddress());
        assertEquals(0x0242_AC11_0002L, arp.targetMac());
        assertEquals(0xAC11_0002, arp.targetAddress());
    }

    @Test
    void shouldTurnRequestIntoTheReplyThatLinuxGave()
    {
        final UnsafeBuffer buffer = hex(ARP_REQUEST);
        arp.wrap(buffer, ARP_OFFSET);
        final long asker = arp.senderMac();
        final int askerAddress = arp.senderAddress();
        final int wanted = arp.targetAddress();

        arp.operation(ArpPacket.REPLY)
            .senderMac(MacAddress.fromIpv4(wanted))
            .senderAddress(wanted)
            .targetMac(asker)
            .targetAddress(askerAddress);

        assertEquals(digits(hex(ARP_REPLY), ARP_OFFSET, 28), digits(buffer, ARP_OFFSET, 28));
    }

    @Test
    void shouldWriteTypesAndLengths()
    {
        final UnsafeBuffer buffer = hex("00".repeat(28));
        assertFalse(ArpPacket.isValid(buffer, 0, 28));

        arp.wrap(buffer, 0).ethernetAndIpv4();

        assertTrue(ArpPacket.isValid(buffer, 0, 28));
    }

    @Test
    void shouldRefuseOtherLengthsAndTypes()
    {
        for (final int wrong : new int[]{ 1, 2, 3, 4, 5 })
        {
            final UnsafeBuffer buffer = hex(ARP_REQUEST);
            buffer.putByte(ARP_OFFSET + wrong, (byte) 9);
            assertFalse(ArpPacket.isValid(buffer, ARP_OFFSET, 28), "byte " + wrong);
        }
        assertFalse(ArpPacket.isValid(hex(ARP_REQUEST), ARP_OFFSET, 27));
    }
}

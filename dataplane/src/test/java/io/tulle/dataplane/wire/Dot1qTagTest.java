package io.tulle.dataplane.wire;

import static io.tulle.dataplane.test.CapturedFrames.ARP_REQUEST;
import static io.tulle.dataplane.test.CapturedFrames.DATA_OFFSET;
import static io.tulle.dataplane.test.CapturedFrames.TAGGED_ARP_REQUEST;
import static io.tulle.dataplane.test.Hex.digits;
import static io.tulle.dataplane.test.Hex.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Reads and writes 802.1Q tags. */
class Dot1qTagTest
{
    private static final int TAG_OFFSET = DATA_OFFSET + Dot1qTag.OFFSET_IN_FRAME;

    private final Dot1qTag tag = new Dot1qTag();

    @Test
    void shouldReadVlanAndPriority()
    {
        final UnsafeBuffer buffer = hex(TAGGED_ARP_REQUEST);
        assertTrue(Dot1qTag.isValid(buffer, TAG_OFFSET, buffer.capacity() - TAG_OFFSET));

        tag.wrap(buffer, TAG_OFFSET);

        assertEquals(EtherType.DOT1Q, tag.protocolIdentifier());
        assertEquals(5, tag.priority());
        assertFalse(tag.dropEligible());
        assertEquals(42, tag.vlanId());
        assertEquals(EtherType.ARP, tag.etherType());
        assertTrue(ArpPacket.isValid(buffer, tag.payloadOffset(), buffer.capacity() - tag.payloadOffset()));
    }

    @Test
    void shouldWriteEveryField()
    {
        final UnsafeBuffer buffer = hex("00".repeat(6));

        tag.wrap(buffer, 0)
            .protocolIdentifier(EtherType.DOT1AD)
            .controlInformation(7, true, 4095)
            .etherType(EtherType.DOT1Q);

        assertEquals("88a8ffff8100", digits(buffer, 0, 6));
        assertTrue(tag.dropEligible());
        assertEquals(7, tag.priority());
        assertEquals(4095, tag.vlanId());
    }

    @Test
    void shouldRefuseUntaggedAndCutOff()
    {
        final UnsafeBuffer untagged = hex(ARP_REQUEST);

        assertFalse(Dot1qTag.isValid(untagged, TAG_OFFSET, untagged.capacity() - TAG_OFFSET));
        assertFalse(Dot1qTag.isValid(hex(TAGGED_ARP_REQUEST), TAG_OFFSET, 5));
    }
}

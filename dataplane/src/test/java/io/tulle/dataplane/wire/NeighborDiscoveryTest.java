package io.tulle.dataplane.wire;

import static io.tulle.dataplane.test.CapturedFrames.DUPLICATE_ADDRESS_DETECTION;
import static io.tulle.dataplane.test.CapturedFrames.ICMPV6_ECHO_REQUEST;
import static io.tulle.dataplane.test.CapturedFrames.NEIGHBOR_ADVERTISEMENT;
import static io.tulle.dataplane.test.CapturedFrames.NEIGHBOR_SOLICITATION;
import static io.tulle.dataplane.test.CapturedFrames.frame;
import static io.tulle.dataplane.test.Hex.digits;
import static io.tulle.dataplane.test.Hex.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Reads captured neighbor messages and writes the advertisement that Linux gave. */
class NeighborDiscoveryTest
{
    private static final int OFFSET = 54;
    private static final int LENGTH = NeighborDiscovery.LENGTH;
    private static final long PREFIX = 0xFD00_0017_0000_0000L;

    private final NeighborDiscovery neighbor = new NeighborDiscovery();

    @Test
    void shouldReadSolicitation()
    {
        neighbor.wrap(valid(NEIGHBOR_SOLICITATION), OFFSET, LENGTH);

        assertTrue(neighbor.isSolicitation());
        assertEquals(PREFIX, neighbor.targetHigh());
        assertEquals(3, neighbor.targetLow());
        assertEquals(0x0242_AC11_0002L, neighbor.linkLayerAddress());
    }

    @Test
    void shouldReadAdvertisement()
    {
        neighbor.wrap(valid(NEIGHBOR_ADVERTISEMENT), OFFSET, LENGTH);

        assertFalse(neighbor.isSolicitation());
        assertEquals(NeighborDiscovery.SOLICITED | NeighborDiscovery.OVERRIDE, neighbor.flags());
        assertEquals(0x0242_AC11_0003L, neighbor.linkLayerAddress());
    }

    @Test
    void shouldNotTakeANonceForAnAddress()
    {
        neighbor.wrap(valid(DUPLICATE_ADDRESS_DETECTION), OFFSET, LENGTH);

        assertEquals(MacAddress.NONE, neighbor.linkLayerAddress());
        assertEquals(0xFE80_0000_0000_0000L, neighbor.targetHigh());
        assertEquals(0x0042_ACFF_FE11_0002L, neighbor.targetLow());
    }

    @Test
    void shouldWriteTheAdvertisementThatLinuxGave()
    {
        final UnsafeBuffer buffer = hex("00".repeat(LENGTH));

        neighbor.wrap(buffer, 0, LENGTH)
            .solicitation(false)
            .flags(NeighborDiscovery.SOLICITED | NeighborDiscovery.OVERRIDE)
            .target(PREFIX, 3)
            .linkLayerAddress(0x0242_AC11_0003L);
        final int pseudoHeader =
            InternetChecksum.pseudoHeader(PREFIX, 3, PREFIX, 2, IpProtocol.ICMPV6, LENGTH);
        new Icmpv6Header().wrap(buffer, 0)
            .checksum(InternetChecksum.complement(pseudoHeader + InternetChecksum.sum(buffer, 0, LENGTH)));

        assertEquals(digits(frame(NEIGHBOR_ADVERTISEMENT), OFFSET, LENGTH), digits(buffer, 0, LENGTH));
    }

    @Test
    void shouldRefuseWhatRfc4861Refuses()
    {
        final UnsafeBuffer buffer = frame(NEIGHBOR_SOLICITATION);
        assertFalse(NeighborDiscovery.isValid(buffer, OFFSET, 23), "cut off");
        assertTrue(NeighborDiscovery.isValid(buffer, OFFSET, 24), "no option");
        assertFalse(NeighborDiscovery.isValid(buffer, OFFSET, 31), "option cut off");
        buffer.putByte(OFFSET + 25, (byte) 0);
        assertFalse(NeighborDiscovery.isValid(buffer, OFFSET, LENGTH), "option length 0");
        buffer.putByte(OFFSET + 25, (byte) 2);
        assertFalse(NeighborDiscovery.isValid(buffer, OFFSET, LENGTH), "option too long");
        buffer.putByte(OFFSET + 25, (byte) 1);
        buffer.putByte(OFFSET + 1, (byte) 1);
        assertFalse(NeighborDiscovery.isValid(buffer, OFFSET, LENGTH), "code 1");
        buffer.putByte(OFFSET + 1, (byte) 0);
        buffer.putByte(OFFSET + 8, (byte) 0xFF);
        assertFalse(NeighborDiscovery.isValid(buffer, OFFSET, LENGTH), "multicast target");
        assertFalse(NeighborDiscovery.isValid(frame(ICMPV6_ECHO_REQUEST), OFFSET, LENGTH), "another type");
    }

    private static UnsafeBuffer valid(final String captured)
    {
        final UnsafeBuffer buffer = frame(captured);
        assertTrue(NeighborDiscovery.isValid(buffer, OFFSET, LENGTH));
        return buffer;
    }
}

package io.tulle.dns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.test.NaiveChecksum;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

/** Frames turned round, byte by byte. */
class AnswerFrameTest
{
    private static final int ETHERNET_LENGTH = 14;
    /** Twelve octets stand for a message: the question's, and a longer answer over it. */
    private static final String QUESTION = "4711 0100 0001 0000 0000 0000";
    private static final String ANSWER = "4711 8180 0001 0001 0000 0000 abcd ef";

    private final AnswerFrame frame = new AnswerFrame();

    @Test
    void shouldTurnIpv4Round()
    {
        final UnsafeBuffer buffer = buffer("0242ac110001 0242ac110002 0800",
            "45b8 0028 beef 0000 20 11 0000 ac110002 ac110001", "9c40 0035 0014 0000", QUESTION);
        buffer.putBytes(ETHERNET_LENGTH + 28, Hex.bytes(ANSWER));
        final int length = frame.turnWithChecksum(buffer, 0, ETHERNET_LENGTH, ETHERNET_LENGTH + 20, 15,
            Packets.ROUTER_MAC);
        assertFrame(buffer, length, "0242ac110002 0242ac110001 0800",
            "4500 002b 0000 4000 40 11 e29c ac110001 ac110002", "0035 9c40 0017 a7c2", ANSWER);
    }

    @Test
    void shouldTurnIpv6Round()
    {
        final UnsafeBuffer buffer = buffer("0242ac110001 0242ac110002 86dd",
            "6b8a bcde 0014 11 ff fd000017000000000000000000000002 fe800000000000000042acfffe110001",
            "9c40 0035 0014 0000", QUESTION);
        buffer.putBytes(ETHERNET_LENGTH + 48, Hex.bytes(ANSWER));
        final int length = frame.turnWithChecksum(buffer, 0, ETHERNET_LENGTH, ETHERNET_LENGTH + 40, 15,
            Packets.ROUTER_MAC);
        assertFrame(buffer, length, "0242ac110002 0242ac110001 86dd",
            "6000 0000 0017 11 40 fe800000000000000042acfffe110001 fd000017000000000000000000000002",
            "0035 9c40 0017 58f9", ANSWER);
    }

    @Test
    void shouldMoveTheAnswerUpToWhereOptionsWere()
    {
        final UnsafeBuffer buffer = buffer("0242ac110001 0242ac110002 0800",
            "4700 0030 beef 0000 20 11 0000 ac110002 ac110001 01010101 01010100", "9c40 0035 0014 0000", QUESTION);
        buffer.putBytes(ETHERNET_LENGTH + 36, Hex.bytes(ANSWER));
        final int length = frame.turnWithChecksum(buffer, 0, ETHERNET_LENGTH, ETHERNET_LENGTH + 28, 15,
            Packets.ROUTER_MAC);
        assertFrame(buffer, length, "0242ac110002 0242ac110001 0800",
            "4500 002b 0000 4000 40 11 e29c ac110001 ac110002", "0035 9c40 0017 a7c2", ANSWER);
    }

    @Test
    void shouldKeepTagsWhereTheyAre()
    {
        final UnsafeBuffer buffer = buffer("0242ac110001 0242ac110002 8100 0005 0800",
            "4500 0028 beef 0000 20 11 0000 ac110002 ac110001", "9c40 0035 0014 0000", QUESTION);
        buffer.putBytes(ETHERNET_LENGTH + 4 + 28, Hex.bytes(ANSWER));
        final int length = frame.turnWithChecksum(buffer, 0, ETHERNET_LENGTH + 4, ETHERNET_LENGTH + 24, 15,
            Packets.ROUTER_MAC);
        assertFrame(buffer, length, "0242ac110002 0242ac110001 8100 0005 0800",
            "4500 002b 0000 4000 40 11 e29c ac110001 ac110002", "0035 9c40 0017 a7c2", ANSWER);
    }

    @Test
    void shouldLeaveTheChecksumToDoWithThePseudoHeaderInItsPlace()
    {
        final UnsafeBuffer buffer = buffer("0242ac110001 0242ac110002 0800",
            "4500 0028 beef 0000 20 11 0000 ac110002 ac110001", "9c40 0035 0014 0000", QUESTION);
        final int length = frame.turn(buffer, 0, ETHERNET_LENGTH, ETHERNET_LENGTH + 20, 12, Packets.ROUTER_MAC);
        assertEquals(ETHERNET_LENGTH + 20, frame.checksumStart());
        assertEquals("584b", Hex.digits(buffer, ETHERNET_LENGTH + 26, 2));
        assertEquals(ETHERNET_LENGTH + 40, length);
    }

    private static UnsafeBuffer buffer(final String... parts)
    {
        final byte[] bytes = Hex.bytes(parts);
        return new UnsafeBuffer(Arrays.copyOf(bytes, bytes.length + 100));
    }

    private static void assertFrame(final UnsafeBuffer buffer, final int length, final String... parts)
    {
        final byte[] frame = new byte[length];
        buffer.getBytes(0, frame);
        assertArrayEquals(Hex.bytes(parts), frame, () -> Hex.digits(buffer, 0, length));
        assertTrue(NaiveChecksum.isIntact(buffer, 0, length));
    }
}

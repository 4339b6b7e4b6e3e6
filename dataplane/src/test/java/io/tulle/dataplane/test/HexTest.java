package io.tulle.dataplane.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** {@link Hex} reads what people write. */
class HexTest
{
    @Test
    void shouldIgnoreSpacesAndMarks()
    {
        final UnsafeBuffer buffer = Hex.hex("ff 02:42 | ", "0806\n");

        assertEquals("ff02420806", Hex.digits(buffer, 0, buffer.capacity()));
        assertEquals("000000 ff 02 42 08 06\n", Hex.dump(buffer, 0, 5));
    }

    @Test
    void shouldRefuseHalfAByte()
    {
        assertThrows(IllegalArgumentException.class, () -> Hex.hex("fff"));
    }
}

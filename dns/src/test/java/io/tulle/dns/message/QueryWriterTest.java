package io.tulle.dns.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.test.Hex;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** {@link QueryWriter} asks as dig does. */
class QueryWriterTest
{
    private static final byte[] NAME = DomainName.encode("example.com");

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[3 + QueryWriter.MAX_LENGTH]);

    @Test
    void shouldWriteWhatDigWrites()
    {
        assertArrayEquals(Hex.bytes(CapturedMessages.DNSSEC), write(new Asked(0x05dd, NAME, 65, false),
            QueryWriter.DNSSEC_OK | QueryWriter.CHECKING_DISABLED));
    }

    @Test
    void shouldWriteWithoutOptForServersThatDoNotUnderstandIt()
    {
        assertArrayEquals(Hex.bytes("ffff 0120 0001 0000 0000 0000 076578616d706c65 03636f6d 00 0001 0001"),
            write(new Asked(0xffff, NAME, RecordType.A, false), QueryWriter.PLAIN | QueryWriter.DNSSEC_OK));
    }

    @Test
    void shouldFitTheLongestName()
    {
        final byte[] name = DomainName.encode(("a".repeat(63) + '.').repeat(3) + "b".repeat(61));
        final byte[] bytes = write(new Asked(1, name, RecordType.A, false), QueryWriter.DNSSEC_OK);
        final DnsQuery query = new DnsQuery();

        assertEquals(QueryWriter.MAX_LENGTH, bytes.length);
        assertEquals(ResponseCode.NOERROR, query.wrap(new UnsafeBuffer(bytes), 0, bytes.length));
        assertTrue(query.isDnssecOk());
    }

    private byte[] write(final Asked asked, final int flags)
    {
        final byte[] bytes = new byte[QueryWriter.write(buffer, 3, asked, flags)];
        buffer.getBytes(3, bytes);
        return bytes;
    }
}

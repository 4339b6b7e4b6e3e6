package io.tulle.dataplane.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads and writes IP addresses as people do. */
class InetTextTest
{
    @Test
    void shouldReadAndWriteIpv4()
    {
        assertEquals(0xAC11_0002, InetText.parseIpv4("172.17.0.2"));
        assertEquals("255.255.255.255", InetText.formatIpv4(-1));
        assertEquals("0.0.0.1", InetText.formatIpv4(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4",
        "1.2.3.-4", "1.2.3.4 ", "a.b.c.d", "1..2.3"})
    void shouldQuoteWhatIsNotIpv4(final String text)
    {
        final IllegalArgumentException ex =
            assertThrows(IllegalArgumentException.class, () -> InetText.parseIpv4(text));
        assertTrue(ex.getMessage().contains("not an IPv4 address: " + text + ";"), ex.getMessage());
    }

    /** RFC 5952 4 and its section 5. */
    @ParameterizedTest
    @CsvSource({
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:db8::0001, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8:A:B:C:D:E:F, 2001:db8:a:b:c:d:e:f",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::ffff:192.0.2.1, ::ffff:c000:201",
        "0:0:3:4:5:6:0:0, ::3:4:5:6:0:0",
        "fd00:17::2, fd00:17::2"})
    void shouldWriteTheCanonicalForm(final String text, final String canonical)
    {
        final long[] address = InetText.parseIpv6(text);

        assertEquals(canonical, InetText.formatIpv6(address[0], address[1]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::",
        "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "fe80::1%eth0", "::1.2.3", "1.2.3.4", ":1::2", "1.2.3.4::", "1::2:"})
    void shouldQuoteWhatIsNotIpv6(final String text)
    {
        final IllegalArgumentException ex =
            assertThrows(IllegalArgumentException.class, () -> InetText.parseIpv6(text));
        assertTrue(ex.getMessage().contains("not an IPv6 address: " + text + ";"), ex.getMessage());
    }

    @Test
    void shouldAgreeWithTheJdkOnRandomAddresses() throws UnknownHostException
    {
        final Random random = new Random(17);
        for (int i = 0; i < 10_000; i++)
        {
            // a mask makes runs of zero groups likely
            final long high = random.nextLong() & mask(random);
            final long low = random.nextLong() & mask(random);
            final String text = InetText.formatIpv6(high, low);

            assertArrayEquals(new long[]{ high, low }, InetText.parseIpv6(text), text);
            final byte[] jdk = InetAddress.getByName(text).getAddress();
            if (16 == jdk.length) // the JDK makes IPv4 of a mapped address
            {
                assertEquals(high, ByteBuffer.wrap(jdk).getLong(), text);
                assertEquals(low, ByteBuffer.wrap(jdk).getLong(8), text);
            }
        }
    }

    private static long mask(final Random random)
    {
        long mask = 0;
        for (int i = 0; i < 4; i++)
        {
            mask = mask << 16 | (random.nextBoolean() ? 0xFFFF : 0);
        }
        return mask;
    }
}

package io.tulle.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of addresses, against the RFCs' examples and against the JDK. */
class IpAddressTest
{
    /** RFC 5952 sections 4 and 5, with its own examples. */
    @ParameterizedTest
    @CsvSource({
        "10.30.0.1, 10.30.0.1",
        "255.255.255.255, 255.255.255.255",
        "2001:0db8::0001, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8::ABCD, 2001:db8::abcd",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "fe80:0:0:0:0:0:0:0, fe80::",
        "::ffff:c000:0201, ::ffff:192.0.2.1",
        "::ffff:192.0.2.1, ::ffff:192.0.2.1",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    })
    void shouldPrintWhatItReadsAsRfc5952Wants(final String text, final String canonical)
    {
        assertEquals(canonical, IpAddress.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "1.2.3.-4", " 1.2.3.4", "localhost",
        ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "12345::", "g::", "::1%eth0",
        "1.2.3.4::", "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", "10.0.0.1/24", "::/0"})
    void shouldRefuseWhatIsNoAddress(final String text)
    {
        assertThrows(BadValueException.class, () -> IpAddress.parse(text));
    }

    @Test
    void shouldAgreeWithTheJdkOnRandomAddresses() throws UnknownHostException
    {
        final Random random = new Random(1);
        for (int i = 0; i < 10_000; i++)
        {
            final byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            for (int j = random.nextInt(8); j > 0; j--)
            {
                final int group = 2 * random.nextInt(8);
                bytes[group] = 0;
                bytes[group + 1] = 0;
            }
            final IpAddress address = IpAddress.of(bytes);
            assertEquals(address, IpAddress.parse(address.toString()));
            assertEquals(address, IpAddress.parse(InetAddress.getByAddress(bytes).getHostAddress()));
            assertArrayEquals(bytes, address.bytes());
        }
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.255, 10.0.1.0", "127.255.255.255, 128.0.0.0", "::ffff:ffff:ffff:ffff, 0:0:0:1::",
        "fd00::1, fd00::2"})
    void shouldStepToTheNextAddressAndBack(final String address, final String next)
    {
        assertEquals(IpAddress.parse(next), IpAddress.parse(address).next());
        assertEquals(IpAddress.parse(address), IpAddress.parse(next).previous());
    }

    @ParameterizedTest
    @ValueSource(strings = {"255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"})
    void shouldNotStepBeyondTheFamily(final String last)
    {
        assertThrows(ArithmeticException.class, () -> IpAddress.parse(last).next());
    }

    @Test
    void shouldSortUnsignedAndIpv4First()
    {
        assertTrue(IpAddress.parse("127.0.0.1").compareTo(IpAddress.parse("128.0.0.1")) < 0);
        assertTrue(IpAddress.parse("255.0.0.1").compareTo(IpAddress.parse("::1")) < 0);
        assertTrue(IpAddress.parse("7fff::").compareTo(IpAddress.parse("8000::")) < 0);
        assertTrue(IpAddress.parse("::7fff:0:0:0").compareTo(IpAddress.parse("::8000:0:0:0")) < 0);
    }
}

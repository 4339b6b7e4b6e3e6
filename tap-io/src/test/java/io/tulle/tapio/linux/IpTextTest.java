package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.Ip.hex;
import static io.tulle.tapio.linux.Ip.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses in errors are written as users write them. */
class IpTextTest
{
    @ParameterizedTest
    @ValueSource(strings = {
        "10.30.0.2", "255.255.255.255", "::", "::1", "fd00::2", "2001:db8::1:0:0:1", "2001:db8:0:1:1:1:1:1", "1::",
        "1:2:3:4:5:6:7:8", "fe80::42:aff:fe1e:2", "0:1:2:3:4:5:6:7", "1:0:0:2::3"})
    void shouldWriteAddressesAsRfc5952Wants(final String text)
    {
        assertEquals(text, IpText.of(ip(text)));
    }

    @Test
    void shouldWriteMacs()
    {
        assertEquals("02:42:0a:1e:00:02", IpText.mac(hex("02420a1e0002")));
    }

    @Test
    void shouldRefuseOtherLengths()
    {
        final Exception ex = assertThrows(IllegalArgumentException.class, () -> IpText.of(new byte[6]));
        assertEquals("an IP address has 4 or 16 bytes, not 6", ex.getMessage());
    }
}

package io.tulle.dataplane.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Knows what a MAC address means. */
class MacAddressTest
{
    @Test
    void shouldParseWhatItFormats()
    {
        assertEquals(0x0242_AC11_0002L, MacAddress.parse("02:42:ac:11:00:02"));
        assertEquals("02:42:ac:11:00:02", MacAddress.format(MacAddress.parse("02:42:AC:11:00:02")));
        assertEquals("ff:ff:ff:ff:ff:ff", MacAddress.format(MacAddress.BROADCAST));
        assertEquals("00:00:00:00:00:0a", MacAddress.format(10));
    }

    @Test
    void shouldQuoteWhatIsNoAddress()
    {
        for (final String text : new String[]{ "", "02:42:ac:11:00", "02:42:ac:11:00:0g", "2:42:ac:11:00:02" })
        {
            final IllegalArgumentException ex =
                assertThrows(IllegalArgumentException.class, () -> MacAddress.parse(text));
            assertTrue(ex.getMessage().contains("not a MAC address: " + text + ";"), ex.getMessage());
        }
    }

    @Test
    void shouldTellGroupFromIndividual()
    {
        assertTrue(MacAddress.isGroup(MacAddress.BROADCAST));
        assertTrue(MacAddress.isGroup(MacAddress.parse("01:00:5e:00:00:fb")));
        assertFalse(MacAddress.isGroup(MacAddress.parse("02:42:ac:11:00:03")));
    }

    @Test
    void shouldKnowAddressesReservedForTheBridge()
    {
        assertTrue(MacAddress.isReserved(MacAddress.parse("01:80:c2:00:00:00")));
        assertTrue(MacAddress.isReserved(MacAddress.parse("01:80:c2:00:00:0f")));
        assertFalse(MacAddress.isReserved(MacAddress.parse("01:80:c2:00:00:10")));
        assertFalse(MacAddress.isReserved(MacAddress.BROADCAST));
    }

    @Test
    void shouldDeriveFromIpAddresses()
    {
        assertEquals("02:42:ac:11:00:02", MacAddress.format(MacAddress.fromIpv4(InetText.parseIpv4("172.17.0.2"))));
        assertEquals("01:00:5e:7f:ff:fa",
            MacAddress.format(MacAddress.fromIpv4Multicast(InetText.parseIpv4("239.255.255.250"))));
        assertEquals("33:33:ff:00:00:03",
            MacAddress.format(MacAddress.fromIpv6Multicast(InetText.parseIpv6("ff02::1:ff00:3")[1])));
    }
}

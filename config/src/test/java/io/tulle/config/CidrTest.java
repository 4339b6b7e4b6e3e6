package io.tulle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of both families, down to the two smallest sizes. */
class CidrTest
{
    @ParameterizedTest
    @CsvSource({
        "10.30.0.0/24, 10.30.0.1, 10.30.0.254, 10.30.0.255",
        "10.30.0.0/30, 10.30.0.1, 10.30.0.2, 10.30.0.3",
        "10.30.0.0/31, 10.30.0.0, 10.30.0.1, 10.30.0.1",
        "10.30.0.4/32, 10.30.0.4, 10.30.0.4, 10.30.0.4",
        "0.0.0.0/0, 0.0.0.1, 255.255.255.254, 255.255.255.255",
        "fd00::/64, fd00::1, fd00::ffff:ffff:ffff:ffff, fd00::ffff:ffff:ffff:ffff",
        "fd00::/48, fd00::1, fd00::ffff:ffff:ffff:ffff:ffff, fd00::ffff:ffff:ffff:ffff:ffff",
        "fd00::/120, fd00::1, fd00::ff, fd00::ff",
        "fd00::2/127, fd00::2, fd00::3, fd00::3",
        "fd00::2/128, fd00::2, fd00::2, fd00::2",
        "::/0, ::1, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    })
    void shouldKnowItsHosts(final String text, final String firstHost, final String lastHost, final String last)
    {
        final Cidr cidr = Cidr.parse(text);

        assertEquals(text, cidr.toString());
        assertEquals(firstHost, cidr.firstHost().toString());
        assertEquals(lastHost, cidr.lastHost().toString());
        assertEquals(last, cidr.last().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.30.0.0", "10.30.0.0/", "10.30.0.0/33", "10.30.0.0/-1", "10.30.0.0/024", "10.30.0.1/24",
        "/24", "10.30.0/24", "fd00::/129", "fd00::1/64", "10.0.0.0/8/8", "a/8", "10.0.0.0/255.0.0.0"})
    void shouldRefuseWhatIsNoCidr(final String text)
    {
        assertThrows(BadValueException.class, () -> Cidr.parse(text));
    }

    @Test
    void shouldSayWhichNetworkWasMeantWhenHostBitsAreSet()
    {
        final BadValueException e = assertThrows(BadValueException.class, () -> Cidr.parse("10.30.5.7/16"));

        assertEquals("10.30.5.7/16 has host bits set; write 10.30.0.0/16", e.getMessage());
    }

    @Test
    void shouldContainAndOverlapWithinOneFamilyOnly()
    {
        final Cidr wide = Cidr.parse("10.0.0.0/8");
        final Cidr narrow = Cidr.parse("10.30.0.0/24");

        assertTrue(wide.contains(narrow) && wide.overlaps(narrow) && narrow.overlaps(wide));
        assertFalse(narrow.contains(wide));
        assertFalse(narrow.overlaps(Cidr.parse("10.30.1.0/24")));
        assertTrue(narrow.contains(IpAddress.parse("10.30.0.255")));
        assertFalse(narrow.contains(IpAddress.parse("10.30.1.0")));
        assertFalse(Cidr.parse("::/0").overlaps(Cidr.parse("0.0.0.0/0")));
        assertFalse(Cidr.parse("::/0").contains(IpAddress.parse("10.0.0.1")));
    }

    @Test
    void shouldFindTheBlockAroundAnAddress()
    {
        assertEquals(Cidr.parse("10.30.0.0/20"), Cidr.containing(IpAddress.parse("10.30.15.9"), 20));
        assertEquals(Cidr.parse("fd00:0:0:1::/64"), Cidr.containing(IpAddress.parse("fd00:0:0:1::7"), 64));
    }

    @Test
    void shouldSortByAddressThenWideFirst()
    {
        assertTrue(Cidr.parse("10.0.0.0/8").compareTo(Cidr.parse("10.0.0.0/24")) < 0);
        assertTrue(Cidr.parse("10.0.0.0/24").compareTo(Cidr.parse("10.0.1.0/24")) < 0);
    }
}

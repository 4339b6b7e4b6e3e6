package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** Which address is next. */
class AddressPoolTest
{
    @Test
    void shouldGiveTheLowestFreeAddressAfterNetworkAndGateway()
    {
        final AddressPool pool = pool("10.30.0.0/24", null, "10.30.0.1");
        assertEquals(ip("10.30.0.2"), pool.takeLowest());
        assertEquals(ip("10.30.0.3"), pool.takeLowest());
    }

    @Test
    void shouldReuseAFreedAddressAtOnce()
    {
        final AddressPool pool = pool("10.30.0.0/24", null, "10.30.0.1");
        pool.takeLowest();
        pool.takeLowest();
        pool.takeLowest();
        pool.free(ip("10.30.0.3"));
        assertEquals(ip("10.30.0.3"), pool.takeLowest());
        assertEquals(ip("10.30.0.5"), pool.takeLowest());
    }

    @Test
    void shouldStayInsideTheRangeAndGiveItsFirstAddressToo()
    {
        final AddressPool pool = pool("10.30.0.0/24", "10.30.0.128/30", "10.30.0.1");
        assertEquals(ip("10.30.0.128"), pool.takeLowest());
        assertEquals(ip("10.30.0.129"), pool.takeLowest());
        assertEquals(ip("10.30.0.130"), pool.takeLowest());
        assertEquals(ip("10.30.0.131"), pool.takeLowest());
        assertNull(pool.takeLowest());
    }

    @Test
    void shouldKeepNetworkBroadcastGatewayAndAuxiliaryAddresses()
    {
        final IpamPool words = new IpamPool(
            Cidr.parse("10.0.0.0/29"), null, ip("10.0.0.6"), Map.of("printer", ip("10.0.0.2")));
        final AddressPool pool = new AddressPool(words);
        for (final String reserved : new String[]{"10.0.0.0", "10.0.0.7", "10.0.0.6", "10.0.0.2", "10.0.1.1"})
        {
            assertFalse(pool.take(ip(reserved)), reserved);
        }
        assertEquals(ip("10.0.0.1"), pool.takeLowest());
        assertEquals(ip("10.0.0.3"), pool.takeLowest());
        assertEquals(ip("10.0.0.4"), pool.takeLowest());
        assertEquals(ip("10.0.0.5"), pool.takeLowest());
        assertNull(pool.takeLowest());
    }

    @Test
    void shouldGiveAnAddressOutsideTheRangeToWhoeverAsksForIt()
    {
        final AddressPool pool = pool("10.30.0.0/24", "10.30.0.128/25", "10.30.0.1");
        assertTrue(pool.take(ip("10.30.0.9")));
        assertFalse(pool.take(ip("10.30.0.9")));
    }

    @Test
    void shouldUseBothAddressesOfASlash31()
    {
        final AddressPool pool = pool("10.0.0.0/31", null, "10.0.0.0");
        assertEquals(ip("10.0.0.1"), pool.takeLowest());
        assertNull(pool.takeLowest());
    }

    @Test
    void shouldHaveNothingLeftOfASlash32ThatIsItsOwnGateway()
    {
        assertNull(pool("10.0.0.7/32", null, "10.0.0.7").takeLowest());
    }

    @Test
    void shouldSkipTheAllZerosAddressOfAnIpv6SubnetAndCostNothingForItsSize()
    {
        final AddressPool pool = pool("fd00::/64", null, "fd00::1");
        assertFalse(pool.take(ip("fd00::")));
        assertEquals(ip("fd00::2"), pool.takeLowest());
        assertTrue(pool.take(ip("fd00::ffff:ffff:ffff:ffff")));
    }

    @Test
    void shouldReachTheEndOfTheAddressSpaceWithoutPassingIt()
    {
        final AddressPool pool = pool("255.255.255.252/30", null, "255.255.255.253");
        assertEquals(ip("255.255.255.254"), pool.takeLowest());
        assertNull(pool.takeLowest());
        assertNull(pool.takeLowest());
    }

    private static AddressPool pool(final String subnet, final String range, final String gateway)
    {
        return new AddressPool(new IpamPool(
            Cidr.parse(subnet), null == range ? null : Cidr.parse(range), ip(gateway), Map.of()));
    }

    private static IpAddress ip(final String text)
    {
        return IpAddress.parse(text);
    }
}

package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Which addresses of a pool Docker is given. */
class IpamAddressesTest extends IpamTestBase
{
    /** moby: TestRequest, TestRelease. */
    @Test
    void shouldGiveTheLowestFreeAddressAndAFreedOneAgainAtOnce()
    {
        final IpamService.Pool pool = pool("10.99.7.0/24");
        assertEquals("10.99.7.1/24", gateway(pool));
        assertEquals("10.99.7.2/24", address(pool));
        assertEquals("10.99.7.3/24", address(pool));
        assertEquals("10.99.7.4/24", address(pool));
        release(pool, "10.99.7.2");
        release(pool, "10.99.7.200");
        release(pool, "10.1.0.1");
        assertEquals("10.99.7.2/24", address(pool));
        assertEquals("10.99.7.5/24", address(pool));
    }

    /** moby: TestRequestReleaseAddressFromSubPool, TestSerializeRequestReleaseAddressFromSubPool. */
    @Test
    void shouldGiveEveryAddressOfTheRangeAndThenRefuse()
    {
        final IpamService.Pool pool = pool("172.28.0.0/16", "172.28.30.0/30");
        assertEquals("172.28.0.1/16", gateway(pool));
        for (int i = 0; i < 4; i++)
        {
            assertEquals("172.28.30." + i + "/16", address(pool));
        }
        assertRefused(409, "no available addresses on this pool: " + pool.id(), () -> address(pool));
        release(pool, "172.28.30.1");
        assertEquals("172.28.30.1/16", address(pool));
    }

    /** moby: TestGetAddressSubPoolEqualPool. */
    @Test
    void shouldReserveNetworkAndBroadcastOfARangeThatIsTheSubnet()
    {
        final IpamService.Pool pool = pool("172.18.0.0/30", "172.18.0.0/30");
        assertEquals("172.18.0.1/30", address(pool));
        assertEquals("172.18.0.2/30", address(pool));
        assertRefused(409, "no available addresses on this pool: " + pool.id(), () -> address(pool));
    }

    /** moby: TestUnusualSubnets, TestPointToPoint. */
    @Test
    void shouldUseEveryAddressOfTheSmallestSubnets()
    {
        final IpamService.Pool two = pool("192.168.0.2/31");
        assertEquals("192.168.0.2/31", address(two));
        assertEquals("192.168.0.3/31", address(two));
        assertRefused(409, "no available addresses on this pool: " + two.id(), () -> address(two));
        assertEquals("192.168.0.3/32", gateway(pool("192.168.0.3/32")));
        final IpamService.Pool six = pool("2001:db8::2/127");
        assertEquals("2001:db8::2/127", gateway(six));
        assertEquals("2001:db8::3/127", address(six));
        assertEquals("2001:db8::/128", address(pool("2001:db8::/128")));
    }

    /** moby: Test64BitIPRange. */
    @Test
    void shouldUseARangeOf64Bits()
    {
        final IpamService.Pool pool = pool("fd20::/56", "fd20::/64");
        assertEquals("fd20::1/56", gateway(pool));
        assertEquals("fd20::2/56", address(pool));
        assertEquals("fd20::ffff:ffff:ffff:ffff/56", address(pool, "fd20::ffff:ffff:ffff:ffff"));
        assertEquals("fd20:0:0:ff::/56", address(pool("fd20::/56", "fd20:0:0:ff::/64")));
    }

    /** moby: TestDockerNetworkConnectPreferredIP, TestDockerNetworkValidateIP. */
    @Test
    void shouldGiveAWantedAddressOnce()
    {
        final IpamService.Pool pool = pool("172.28.0.0/16", "172.28.5.0/24");
        assertEquals("172.28.99.88/16", address(pool, "172.28.99.88"));
        assertRefused(409, "Address already in use: 172.28.99.88 on pool " + pool.id(),
            () -> address(pool, "172.28.99.88"));
        release(pool, "172.28.99.88");
        assertEquals("172.28.99.88/16", address(pool, "172.28.99.88"));
    }

    /** moby: TestDockerNetworkUnsupportedRequiredIP. */
    @Test
    void shouldRefuseAWantedAddressThatIsNobodys()
    {
        final IpamService.Pool pool = pool("10.99.7.0/24");
        final IpamService.Pool pool6 = pool("fd00::/64");
        final String outside = ": It does not belong to any of this network's subnets: 10.99.7.0/24";
        assertRefused(400, "invalid address 10.99.8.1" + outside, () -> address(pool, "10.99.8.1"));
        assertRefused(400, "invalid address fd00::1" + outside, () -> address(pool, "fd00::1"));
        for (final String reserved : new String[]{"10.99.7.0", "10.99.7.255"})
        {
            assertRefused(409, "Address already in use: " + reserved + " on pool " + pool.id(),
                () -> address(pool, reserved));
        }
        assertRefused(409, "Address already in use: fd00:: on pool " + pool6.id(), () -> address(pool6, "fd00::"));
    }

    @Test
    void shouldTakeGatewayAndAuxiliaryAddressesOutsideTheRange()
    {
        final IpamService.Pool pool = pool("10.99.7.0/24", "10.99.7.128/25");
        assertEquals("10.99.7.254/24", address(pool, "10.99.7.254"));
        assertEquals("10.99.7.5/24", address(pool, "10.99.7.5"));
        assertEquals("10.99.7.128/24", address(pool, "10.99.7.128"));
        assertEquals("10.99.7.129/24", address(pool));
    }

    @Test
    void shouldChooseAnotherGatewayIfTheFirstAddressIsTaken()
    {
        final IpamService.Pool pool = pool("10.99.7.0/24");
        address(pool, "10.99.7.1");
        assertEquals("10.99.7.2/24", gateway(pool));
    }

    @Test
    void shouldCostNothingButWhatIsTakenOfALargePool()
    {
        final IpamService.Pool pool = pool("10.0.0.0/8");
        assertEquals("10.255.255.254/8", address(pool, "10.255.255.254"));
        assertEquals("10.0.0.1/8", address(pool));
    }
}

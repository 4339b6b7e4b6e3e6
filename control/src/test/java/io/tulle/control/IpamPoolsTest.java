package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.config.Cidr;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Which pools Docker is given. */
class IpamPoolsTest extends IpamTestBase
{
    /** moby: TestAddReleasePoolID; there the same words are the same pool with a count. */
    @Test
    void shouldGiveAPoolOfItsOwnToEveryRequestOfTheSameWords()
    {
        final IpamService.Pool first = pool("10.99.7.0/24", "10.99.7.128/25");
        final IpamService.Pool second = pool("10.99.7.0/24", "10.99.7.128/25");
        assertEquals("TulleLocal/10.99.7.0/24/10.99.7.128-25#1", first.id());
        assertEquals("TulleLocal/10.99.7.0/24/10.99.7.128-25#2", second.id());
        assertEquals("10.99.7.128/24", address(first));
        assertEquals("10.99.7.128/24", address(second));
        service.ipam().releasePool(first.id());
        assertEquals("10.99.7.129/24", address(second));
        assertRefused(404, "Address Pool not found: " + first.id() +
            "; restart Docker, which then asks for it again, or make the network anew", () -> address(first));
    }

    /** moby: TestOverlappingRequests; there they are refused. */
    @Test
    void shouldGivePoolsThatOverlap()
    {
        final IpamService.Pool wide = pool("10.0.0.0/8");
        final IpamService.Pool narrow = pool("10.0.0.0/24");
        final IpamService.Pool inside = pool("10.0.0.0/8", "10.0.0.0/24");
        for (final IpamService.Pool pool : List.of(wide, narrow))
        {
            assertEquals("10.0.0.1/" + pool.subnet().prefixLength(), address(pool));
        }
        assertEquals("10.0.0.1/8", address(inside));
    }

    @Test
    void shouldChooseAnotherSubnetEachTimeAndPassOverWhatIsTaken()
    {
        hostRoutes.add(Cidr.parse("0.0.0.0/0"));
        hostRoutes.add(Cidr.parse("172.18.4.0/24"));
        service.createNetwork(CreateNetwork.named("live")); // gets 172.17.0.0/16
        pool("172.16.0.0/14"); // up to 172.19
        final IpamService.Pool first = pool(null);
        assertEquals("TulleLocal/172.20.0.0/16#1", first.id());
        assertEquals(Cidr.parse("172.21.0.0/16"), pool(null).subnet());
        service.ipam().releasePool(first.id());
        assertEquals(Cidr.parse("172.20.0.0/16"), pool(null).subnet());
    }

    @Test
    void shouldChooseUniqueLocalSubnetsForIpv6()
    {
        final Cidr first = pool6().subnet();
        final Cidr second = pool6().subnet();
        assertEquals(64, first.prefixLength());
        assertTrue(first.toString().startsWith("fd"));
        assertNotEquals(first, second);
    }

    @Test
    void shouldSayThatThePredefinedPoolsAreUsedUp()
    {
        for (int i = 0; i < 31; i++)
        {
            pool(null);
        }
        assertRefused(409, "all predefined address pools have been fully subnetted: every subnet of 172.17.0.0/16 to " +
            "172.31.0.0/16 and 192.168.0.0/16 overlaps a network or a route of the host; name a subnet",
            () -> pool(null));
    }

    /** moby: TestPreferredSubnetRestore. */
    @Test
    void shouldChooseASubnetOfTheSizeThatDocker29AsksForAndKeepItOverARestart()
    {
        final IpamService.Pool ipv4 = pool("0.0.0.0/24");
        final IpamService.Pool ipv6 = pool("::/120");
        assertEquals(Cidr.parse("172.17.0.0/24"), ipv4.subnet());
        assertEquals(Cidr.parse("172.17.1.0/24"), pool("0.0.0.0/24").subnet());
        assertEquals(120, ipv6.subnet().prefixLength());
        service.ipam().activate();
        assertEquals(ipv4, pool(ipv4.subnet().toString())); // Docker names what it got
        assertEquals(ipv6, pool(ipv6.subnet().toString()));
        assertRefused(409, "no subnet with a prefix of 8 is left in the predefined address pools; name a subnet",
            () -> pool("0.0.0.0/8"));
    }

    /** moby: TestParallelPredefinedRequest1 to 5, TestRequestPoolParallel. */
    @Test
    void shouldGiveDifferentSubnetsToThoseWhoAskAtOnce() throws Exception
    {
        final Set<Cidr> subnets = new HashSet<>();
        final ExecutorService threads = Executors.newFixedThreadPool(5);
        try
        {
            final List<Future<IpamService.Pool>> answers = new ArrayList<>();
            for (int i = 0; i < 31; i++)
            {
                answers.add(threads.submit(() -> pool(null)));
            }
            for (final Future<IpamService.Pool> answer : answers)
            {
                assertTrue(subnets.add(answer.get().subnet()));
            }
        }
        finally
        {
            threads.shutdown();
        }
    }

    /** moby: TestDockerNetworkIPAMInvalidCombinations. */
    @Test
    void shouldRefuseWhatMakesNoSense()
    {
        final String noMatch = "Invalid Address SubPool: no matching subnet for range ";
        assertRefused(400, noMatch + "10.1.0.0/24", () -> pool("10.99.7.0/24", "10.1.0.0/24"));
        assertRefused(400, noMatch + "10.99.0.0/16", () -> pool("10.99.7.0/24", "10.99.0.0/16"));
        assertRefused(400, noMatch + "fd00::/80", () -> pool("10.99.7.0/24", "fd00::/80"));
        assertRefused(400, noMatch + "10.1.0.0/24", () -> pool(null, "10.1.0.0/24"));
        assertRefused(400, noMatch + "0.0.0.0/25", () -> pool("0.0.0.0/24", "0.0.0.0/25"));
        assertRefused(400, "Invalid Address Pool: 10.99.7.0/24 is asked for as IPv6", () -> service.ipam()
            .requestPool(IpamService.LOCAL_ADDRESS_SPACE, cidr("10.99.7.0/24"), null, Map.of(), true));
        assertRefused(400, "Invalid Address Space: Elsewhere; Tulle has TulleLocal and TulleGlobal",
            () -> service.ipam().requestPool("Elsewhere", null, null, Map.of(), false));
        assertEquals(Cidr.parse("172.17.0.0/16"), pool(null).subnet());
    }

    /** moby: TestDockerNetworkIPAMOptions. */
    @Test
    void shouldRefuseAnUnknownOptionOfTulleOnly()
    {
        pool("10.99.7.0/24", null, Map.of("drv.opt1", "1"));
        assertRefused(400, "tulle.size is not an option of Tulle's IPAM driver; leave it out",
            () -> pool("10.99.7.0/24", null, Map.of("drv.opt1", "1", "tulle.size", "2")));
    }

    @Test
    void shouldForgetNothingInARestartAndLeaveNothingBehind()
    {
        final IpamService.Pool ipv4 = pool("10.99.7.0/24", "10.99.7.128/25", Map.of("drv.opt1", "1"));
        final IpamService.Pool ipv6 = pool("fd00:9::/64");
        gateway(ipv4);
        address(ipv4);
        address(ipv6, "fd00:9::7");
        reopen();
        service.restore();
        assertRefused(409, "Address already in use: 10.99.7.1 on pool " + ipv4.id(), () -> address(ipv4, "10.99.7.1"));
        assertEquals("10.99.7.129/24", address(ipv4));
        assertRefused(409, "Address already in use: fd00:9::7 on pool " + ipv6.id(), () -> address(ipv6, "fd00:9::7"));
        service.ipam().releasePool(ipv4.id());
        service.ipam().releasePool(ipv6.id());
        service.ipam().releasePool(ipv6.id());
        service.down();
        assertFalse(Files.exists(stateDir.resolve(StateStore.FILE)));
    }

    @Test
    void shouldKeepDockersPoolsWhenEverythingOfTulleGoesDown()
    {
        final IpamService.Pool pool = pool("10.99.7.0/24");
        address(pool);
        service.down();
        reopen();
        assertEquals("10.99.7.2/24", address(pool));
    }

    @Test
    void shouldNotGiveWhatCannotBeSaved() throws Exception
    {
        final IpamService.Pool pool = pool("10.99.7.0/24");
        final Path obstacle = stateDir.resolve(StateStore.FILE + ".new");
        Files.createDirectory(obstacle);
        assertEquals(500, assertThrows(
            ControlException.class, () -> address(pool)).status());
        Files.delete(obstacle);
        assertEquals("10.99.7.1/24", address(pool));
    }
}

package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** What becomes of pools and addresses when Docker, Tulle or both start again. */
class IpamReplayTest extends IpamTestBase
{
    @Test
    void shouldGiveTheSameAgainToADockerThatAsksAgain()
    {
        final IpamService.Pool pool = pool("10.99.7.0/24", "10.99.7.128/25", Map.of("drv.opt1", "1"));
        gateway(pool);
        address(pool, "10.99.7.5");
        address(pool);
        service.ipam().activate();
        assertEquals(pool, pool("10.99.7.0/24", "10.99.7.128/25", Map.of("drv.opt1", "1")));
        assertEquals("10.99.7.1/24", address(pool, "10.99.7.1"));
        assertEquals("10.99.7.5/24", address(pool, "10.99.7.5"));
        assertEquals("10.99.7.128/24", address(pool, "10.99.7.128"));
        assertEquals("10.99.7.129/24", address(pool));
        assertRefused(409, "Address already in use: 10.99.7.5 on pool " + pool.id(), () -> address(pool, "10.99.7.5"));
    }

    @Test
    void shouldNameTheSubnetAgainThatItChose()
    {
        final IpamService.Pool ipv4 = pool(null);
        final IpamService.Pool ipv6 = pool6();
        service.ipam().activate();
        assertEquals(ipv6, pool(ipv6.subnet().toString()));
        assertEquals(ipv4, pool(ipv4.subnet().toString()));
        assertNotEquals(ipv4.subnet(), pool(null).subnet());
    }

    /** A Docker without live-restore that was killed does not ask for what its containers had. */
    @Test
    void shouldGiveAddressesAnewThatAKilledDockerForgot()
    {
        final IpamService.Pool pool = pool("10.99.7.0/24");
        gateway(pool);
        address(pool);
        address(pool);
        service.ipam().activate();
        pool("10.99.7.0/24");
        address(pool, "10.99.7.1");
        assertEquals("10.99.7.2/24", address(pool));
        assertEquals("10.99.7.3/24", address(pool, "10.99.7.3"));
        assertEquals("10.99.7.4/24", address(pool));
    }

    @Test
    void shouldFreeAnAddressThatWasNotAskedForAgain()
    {
        final IpamService.Pool pool = pool("10.99.7.0/24");
        address(pool);
        service.ipam().activate();
        pool("10.99.7.0/24");
        release(pool, "10.99.7.1");
        assertEquals("10.99.7.1/24", address(pool));
        release(pool, "10.99.7.1");
        assertEquals("10.99.7.1/24", address(pool));
    }

    /** Docker started while Tulle was away: it goes on with what it has, and asks for nothing again. */
    @Test
    void shouldKeepEverythingOfADockerThatDoesNotAskAgain()
    {
        final IpamService.Pool pool = pool("10.99.7.0/24");
        gateway(pool);
        address(pool);
        service.ipam().activate();
        assertEquals("10.99.7.3/24", address(pool));
        assertNotEquals(pool, pool("10.99.7.0/24"));
        service.ipam().activate();
        assertEquals("10.99.7.4/24", address(pool));
    }

    @Test
    void shouldTakeWhatIsOnDiskAsItIsWhenOnlyTulleStartsAgain()
    {
        final IpamService.Pool pool = pool("10.99.7.0/24");
        address(pool);
        reopen();
        assertNotEquals(pool, pool("10.99.7.0/24"));
        assertEquals("10.99.7.2/24", address(pool));
    }

    @Test
    void shouldGoOnWithAReplayThatItsOwnRestartInterrupts()
    {
        final IpamService.Pool first = pool("10.99.7.0/24");
        final IpamService.Pool second = pool("10.99.8.0/24");
        address(first, "10.99.7.9");
        address(second, "10.99.8.9");
        reopen(); // both were down
        service.ipam().activate();
        assertEquals(first, pool("10.99.7.0/24"));
        reopen();
        assertEquals("10.99.7.9/24", address(first, "10.99.7.9"));
        assertEquals(second, pool("10.99.8.0/24"));
        assertEquals("10.99.8.9/24", address(second, "10.99.8.9"));
        assertNotEquals(second, pool("10.99.8.0/24"));
    }

    @Test
    void shouldGoOnWithAReplayThatDockersOwnEndInterrupts()
    {
        final IpamService.Pool pool = pool("10.99.7.0/24");
        address(pool);
        address(pool);
        service.ipam().activate();
        pool("10.99.7.0/24");
        address(pool, "10.99.7.1");
        service.ipam().activate();
        assertEquals(pool, pool("10.99.7.0/24"));
        address(pool, "10.99.7.1");
        address(pool, "10.99.7.2");
        assertEquals("10.99.7.3/24", address(pool));
    }

    /** It does not matter which of the two gets which: it goes on with the id, and with what it asked for. */
    @Test
    void shouldNeitherMixNorLosePoolsOfTheSameWords()
    {
        final IpamService.Pool web = pool("10.99.7.0/24");
        final IpamService.Pool lab = pool("10.99.7.0/24");
        address(web, "10.99.7.2");
        address(lab, "10.99.7.3");
        service.ipam().activate();
        final IpamService.Pool labAgain = pool("10.99.7.0/24");
        address(labAgain, "10.99.7.3");
        final IpamService.Pool webAgain = pool("10.99.7.0/24");
        address(webAgain, "10.99.7.2");
        assertNotEquals(webAgain, labAgain);
        assertEquals("10.99.7.1/24", address(webAgain));
        assertEquals("10.99.7.3/24", address(webAgain));
        assertEquals("10.99.7.1/24", address(labAgain));
        assertEquals("10.99.7.2/24", address(labAgain));
        assertEquals("TulleLocal/10.99.7.0/24#3", pool("10.99.7.0/24").id());
    }

    @Test
    void shouldNotMixPoolsOfOtherWords()
    {
        final IpamService.Pool all = pool("10.99.7.0/24");
        final IpamService.Pool part = pool("10.99.7.0/24", "10.99.7.128/25");
        final IpamService.Pool odd = pool("10.99.7.0/24", null, Map.of("drv.opt1", "1"));
        service.ipam().activate();
        assertEquals(odd, pool("10.99.7.0/24", null, Map.of("drv.opt1", "1")));
        assertEquals(part, pool("10.99.7.0/24", "10.99.7.128/25"));
        assertEquals(all, pool("10.99.7.0/24"));
    }

    /** Docker was killed after it was given a pool and before it wrote down the network. */
    @Test
    void shouldDropAPoolThatTheNextDockerNeverNamed()
    {
        final IpamService.Pool lost = pool(null);
        service.ipam().activate();
        assertNotEquals(lost, pool(null));
        service.ipam().activate();
        assertEquals(lost, pool(null));
    }
}

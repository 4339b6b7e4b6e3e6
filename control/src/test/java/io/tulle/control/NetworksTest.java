package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** Making, finding and removing networks live, in Docker's words. */
class NetworksTest extends ServiceTest
{
    @Test
    void shouldMakeANetworkOfWords()
    {
        final Network network = service.createNetwork(create(
            new CreateNetwork.Pool("10.1.0.0/16", "10.1.5.0/24", "10.1.0.254", Map.of("printer", "10.1.5.0"))));
        assertEquals("10.1.0.254", network.ipv4Pool().gateway().toString());
        assertEquals(1400, network.options().mtu());
        assertEquals(64, network.id().length());
        assertEquals(List.of("create live"), fabric.calls);
    }

    @Test
    void shouldFindANetworkByNameIdAndUniqueStartOfIt()
    {
        final String id = service.createNetwork(CreateNetwork.named("live")).id();
        assertEquals("live", service.inspect("live").network().name());
        assertEquals("live", service.inspect(id).network().name());
        assertEquals("live", service.inspect(id.substring(0, 12)).network().name());
        assertRefused(404, "network elsewhere not found", () -> service.inspect("elsewhere"));
    }

    @Test
    void shouldRefuseAnAmbiguousStartOfAnId()
    {
        for (int i = 0; i < 17; i++) // 16 hex digits: two of them start alike
        {
            service.createNetwork(CreateNetwork.named("n" + i));
        }
        final String digits = "0123456789abcdef";
        assertTrue(digits.chars().anyMatch(digit -> isAmbiguous(String.valueOf((char) digit))));
    }

    @Test
    void shouldRefuseAnotherOfTheSameName()
    {
        service.createNetwork(CreateNetwork.named("live"));
        assertRefused(409, "network with name live already exists",
            () -> service.createNetwork(CreateNetwork.named("live")));
    }

    @Test
    void shouldRefuseBadWords()
    {
        assertRefused(400, "invalid network config: 10.1.0.5/16 has host bits set; write 10.1.0.0/16",
            () -> service.createNetwork(create(new CreateNetwork.Pool("10.1.0.5/16", null, null, null))));
        assertRefused(400, "invalid network config: no matching subnet for gateway 10.2.0.1",
            () -> service.createNetwork(create(new CreateNetwork.Pool("10.1.0.0/16", null, "10.2.0.1", null))));
        assertRefused(400, "invalid network config: no matching subnet for range 10.2.0.0/24",
            () -> service.createNetwork(create(new CreateNetwork.Pool("10.1.0.0/16", "10.2.0.0/24", null, null))));
        assertRefused(400, "invalid network config: fd00::/64 is an IPv6 subnet; enable IPv6 with --ipv6",
            () -> service.createNetwork(create(new CreateNetwork.Pool("fd00::/64", null, null, null))));
        assertRefused(400, "invalid network name \"a b\": use 1 to 63 letters, digits, '_', '.' and '-', with a " +
            "letter or digit first", () -> service.createNetwork(CreateNetwork.named("a b")));
        assertRefused(409, "operation is not permitted on predefined host network",
            () -> service.createNetwork(CreateNetwork.named("host")));
        assertEquals(List.of(), service.networks());
    }

    @Test
    void shouldRefuseABadOptionWithItsName()
    {
        final ControlException refusal = assertThrows(ControlException.class,
            () -> service.createNetwork(new CreateNetwork("live", false, false, null, false, null,
                Map.of("com.docker.network.driver.mtu", "many"), null)));
        assertTrue(refusal.getMessage().startsWith("invalid network config: com.docker.network.driver.mtu: many "),
            refusal.getMessage());
    }

    @Test
    void shouldRefuseAnOverlap()
    {
        given(SHOP);
        assertRefused(409, "invalid pool request: Pool overlaps with other one on this address space: " +
            "10.30.0.128/25 and 10.30.0.0/24",
            () -> service.createNetwork(create(new CreateNetwork.Pool("10.30.0.128/25", null, null, null))));
    }

    @Test
    void shouldRefuseToRemoveWhatHasEndpoints()
    {
        given(SHOP);
        final String id = service.inspect("front").network().id();
        assertRefused(409, "error while removing network: network front id " + id + " has active endpoints",
            () -> service.removeNetwork("front"));
    }

    @Test
    void shouldRemoveAnEmptyNetwork()
    {
        service.createNetwork(CreateNetwork.named("live"));
        service.removeNetwork("live");
        assertEquals(List.of("create live", "remove live"), fabric.calls);
        assertEquals(List.of(), service.networks());
    }

    @Test
    void shouldForgetANetworkThatCouldNotBeMade()
    {
        fabric.failing.add("create live");
        assertRefused(500, "network live: no such thing; make it first",
            () -> service.createNetwork(CreateNetwork.named("live")));
        assertEquals(List.of(), service.networks());
    }

    private boolean isAmbiguous(final String start)
    {
        try
        {
            service.inspect(start);
            return false;
        }
        catch (final ControlException e)
        {
            return e.getMessage().matches("network " + start + " is ambiguous \\([0-9]+ matches found on ID prefix\\)");
        }
    }

    private static CreateNetwork create(final CreateNetwork.Pool pool)
    {
        return new CreateNetwork("live", false, true, null, false, List.of(pool),
            Map.of("com.docker.network.driver.mtu", "1400"), Map.of("team", "shop"));
    }
}

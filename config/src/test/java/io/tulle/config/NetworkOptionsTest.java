package io.tulle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What driver options may say, and what they mean when they say nothing. */
class NetworkOptionsTest
{
    @Test
    void shouldHaveDockersDefaultsAndBeSafe()
    {
        assertEquals(new NetworkOptions(1500, true, "eth", true, true, Duration.ofSeconds(300), 16_384,
            true, null, false, RoutingOptions.DEFAULTS),
            NetworkOptions.parse(Map.of()));
    }

    @Test
    void shouldReadEveryOption()
    {
        final NetworkOptions options = NetworkOptions.parse(Map.of(
            "com.docker.network.driver.mtu", "9000",
            "com.docker.network.bridge.enable_icc", "0",
            "com.docker.network.container_iface_prefix", "net",
            "tulle.source_guard", "false",
            "tulle.neighbor_suppression", "F",
            "tulle.fdb.ageing", "1h30m",
            "tulle.fdb.max_entries", "1048576",
            "com.docker.network.bridge.enable_ip_masquerade", "false",
            "com.docker.network.bridge.host_binding_ipv4", "192.0.2.1",
            "com.docker.network.bridge.default_bridge", "true"));

        assertEquals(new NetworkOptions(9000, false, "net", false, false, Duration.ofMinutes(90), 1 << 20,
            false, IpAddress.parse("192.0.2.1"), true,
            RoutingOptions.DEFAULTS), options);
    }

    @Test
    void shouldReadHowPacketsComeAndGo()
    {
        final NetworkOptions options = NetworkOptions.parse(Map.of(
            "com.docker.network.bridge.gateway_mode_ipv4", "nat",
            "com.docker.network.bridge.gateway_mode_ipv6", "routed",
            "com.docker.network.host_ipv4", "192.0.2.7",
            "com.docker.network.host_ipv6", "2001:db8::7",
            "tulle.host_access", "0",
            "tulle.uplink", "lan"));

        assertEquals(new RoutingOptions(GatewayMode.NAT, GatewayMode.ROUTED, IpAddress.parse("192.0.2.7"),
            IpAddress.parse("2001:db8::7"), false, "lan"), options.routing());
        assertEquals(List.of(true, false), List.of(options.isMasqueraded(false), options.isMasqueraded(true)));
    }

    @ParameterizedTest
    @CsvSource({"com.docker.network.bridge.gateway_mode_ipv4, natt", "com.docker.network.host_ipv4, 2001:db8::7",
        "com.docker.network.bridge.gateway_mode_ipv6, nat-unprotected", "com.docker.network.host_ipv6, ::",
        "tulle.host_access, maybe"})
    void shouldRefuseWhatMakesNoSenseOfThem(final String key, final String value)
    {
        final IllegalArgumentException refusal =
            assertThrows(IllegalArgumentException.class, () -> NetworkOptions.parse(Map.of(key, value)));

        assertEquals(key + ": " + value, refusal.getMessage().substring(0, key.length() + value.length() + 2));
    }

    @ParameterizedTest
    @CsvSource({"300, 300", "300s, 300", "5m, 300", "1h, 3600", "1m30s, 90", "1d, 86400", "10, 10", "1000000, 1000000"})
    void shouldReadAgeingInSecondsOrWithUnits(final String text, final long seconds)
    {
        assertEquals(Duration.ofSeconds(seconds), NetworkOptions.parse(Map.of("tulle.fdb.ageing", text)).fdbAgeing());
    }

    @ParameterizedTest
    @CsvSource({"com.docker.network.driver.mtu, 68", "com.docker.network.driver.mtu, 65521",
        "tulle.fdb.max_entries, 64"})
    void shouldTakeTheLimits(final String key, final String value)
    {
        NetworkOptions.parse(Map.of(key, value));
    }

    @ParameterizedTest
    @CsvSource({"com.docker.network.driver.mtu, 67", "com.docker.network.driver.mtu, 65522",
        "tulle.fdb.max_entries, 63", "tulle.fdb.max_entries, 1048577", "tulle.fdb.ageing, 9",
        "tulle.fdb.ageing, 1000001", "tulle.fdb.ageing, 5x",
        "tulle.source_guard, on", "com.docker.network.container_iface_prefix, ''"})
    void shouldRefuseWhatIsBeyond(final String key, final String value)
    {
        assertThrows(IllegalArgumentException.class, () -> NetworkOptions.parse(Map.of(key, value)));
    }

    @Test
    void shouldNameEveryMistakeWhenThereIsNoFile()
    {
        final Map<String, String> options = new LinkedHashMap<>();
        options.put("com.docker.network.driver.mtu", "9");
        options.put("tulle.fdb.agein", "9");

        final var e = assertThrows(IllegalArgumentException.class, () -> NetworkOptions.parse(options));
        assertEquals("tulle.fdb.agein is not an option of a network; did you mean tulle.fdb.ageing?\n" +
            "com.docker.network.driver.mtu: 9 is below 68; set it to at least 68", e.getMessage());
    }

    @Test
    void shouldWarnOfDockersOptionsThatHaveNoEffectYet()
    {
        final List<String> heard = new ArrayList<>();
        final Map<String, String> given = Map.of("com.docker.network.bridge.name", "br0");
        final NetworkOptions options = NetworkOptions.parse(given, new OptionSink()
        {
            @Override
            public void error(final String key, final String value, final String message, final String remedy)
            {
                heard.add("error " + key);
            }

            @Override
            public void warning(final String key, final String message)
            {
                heard.add(key + " " + message);
            }
        });

        assertEquals(List.of("com.docker.network.bridge.name has no effect yet"), heard);
        assertEquals(NetworkOptions.DEFAULTS, options);
    }
}

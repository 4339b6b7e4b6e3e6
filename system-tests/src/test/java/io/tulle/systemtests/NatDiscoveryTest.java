package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody else's probe (RFC 5780, coturn's) finds Tulle's NAT as it is documented. */
@Tag("root")
class NatDiscoveryTest
{
    private static final String SECOND_ADDRESS = "192.0.2.3";
    private static final String YAML = Internet.UPLINK + """
        networks:
          lan: {ipam: {config: [{subnet: 10.61.0.0/24}]}}
        containers:
          one: {netns: "@one", networks: {lan: {ipv4_address: 10.61.0.2}}}
        """;

    @RegisterExtension
    final TestHost host = new TestHost();

    private Container internet;
    private Container one;

    @BeforeEach
    void start()
    {
        one = host.container("one");
        internet = Internet.connect(host);
        Internet.ip(internet, "addr add " + SECOND_ADDRESS + "/24 dev eth0");
    }

    @Test
    void shouldMapIndependentlyOfTheEndpointAndFilterByItsAddress()
    {
        up("");
        final String found = probe("-m", "-f");
        assertEquals(List.of("NAT with Endpoint Independent Mapping!", "NAT with Address Dependent Filtering!"),
            verdicts(found));
        assertTrue(found.contains("No ALG"), found);
        assertFalse(found.contains("ALG detected"), found);
    }

    @ParameterizedTest
    @CsvSource({"endpoint-independent, Endpoint Independent", "address-dependent, Address Dependent",
        "address-and-port-dependent, Address and Port Dependent"})
    void shouldFilterAsItIsSet(final String filtering, final String found)
    {
        up("nat: {filtering: " + filtering + "}\n");
        assertEquals(List.of("NAT with " + found + " Filtering!"), verdicts(probe("-f")));
    }

    @Test
    void shouldHairpin()
    {
        up("nat: {filtering: endpoint-independent}\n");
        assertTrue(probe("-H").contains("successful hairpinning"));
    }

    @Test
    void shouldKeepAMappingThatIsQuietForAWhile()
    {
        up("");
        final String found = probe("-t", "-T", "2"); // the second answer comes to the socket that was quiet
        assertTrue(found.contains("RFC 5780 response 2"), found);
        assertFalse(found.contains("timeout"), found);
    }

    private void up(final String nat)
    {
        final Instance tulle = host.tulle();
        tulle.up(YAML + nat);
        startServer(tulle.file().getParent());
    }

    /** In the foreground, with no file of its own outside the test's directory. */
    private void startServer(final Path directory)
    {
        internet.start("turnserver", "-n", "--stun-only", "--listening-ip", Internet.ADDRESS, "--listening-ip",
            SECOND_ADDRESS, "--no-tls", "--no-dtls", "--no-cli", "--simple-log",
            "--log-file", directory.resolve("turn.log").toString(),
            "--userdb", directory.resolve("turn.db").toString(), "--pidfile", directory.resolve("turn.pid").toString());
        for (final String endpoint : new String[]{Internet.ADDRESS + ":3479", SECOND_ADDRESS + ":3479"})
        {
            Eventually.eventually("a listener at " + endpoint,
                () -> internet.run("ss", "-Hlun").ok().out().contains(endpoint));
        }
    }

    /** @return the lines that say what the probe takes the NAT for. */
    private static List<String> verdicts(final String found)
    {
        return found.lines().filter(line -> line.startsWith("NAT with")).toList();
    }

    private String probe(final String... options)
    {
        final List<String> words = new ArrayList<>(List.of("turnutils_natdiscovery"));
        words.addAll(List.of(options));
        words.add(Internet.ADDRESS);
        return one.run(words.toArray(new String[0])).ok().out();
    }
}

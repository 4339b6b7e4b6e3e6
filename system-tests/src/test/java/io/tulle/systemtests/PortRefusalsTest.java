package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A port that cannot be published is one line that says why, and what else there is works. */
@Tag("root")
class PortRefusalsTest
{
    private static final String YAML = Internet.UPLINK + """
        networks:
          lan: {ipam: {config: [{subnet: 10.67.0.0/24}]}}
          inner: {internal: true, ipam: {config: [{subnet: 10.68.0.0/24}]}}
        containers:
          one: {netns: "@one", networks: {lan: {ipv4_address: 10.67.0.2}}, ports: ["8080:80", "8081:80"]}
          shut: {netns: "@shut", networks: {inner: {ipv4_address: 10.68.0.2}}}
        """;

    @RegisterExtension
    final TestHost host = new TestHost();

    private Container internet;
    private Container one;
    private Instance tulle;

    @BeforeEach
    void start()
    {
        one = host.container("one");
        host.container("shut");
        internet = Internet.connect(host);
        tulle = host.tulle();
    }

    @Test
    void shouldPublishTheOthersWhenAPortIsTakenOnTheHost()
    {
        final Background server = EchoServer.tcp(host.host(), 8080);
        tulle.up(YAML);
        EchoServer.tcp(one, 80);
        tulle.daemon().awaitErrorLine("container one.*host port 0\\.0\\.0\\.0:8080/tcp: address already in use");
        assertEquals(Internet.ADDRESS, get("192.0.2.1:8081"));
        assertEquals(Internet.ADDRESS, get("192.0.2.1:8080"), "the host's own server answers");
        assertEquals(1, tulle.json("ports", "--json").size());
        server.close();
        tulle.apply(YAML).ok();
        assertEquals(2, tulle.json("ports", "--json").size(), "the next apply has it");
        assertEquals(Internet.ADDRESS, get("192.0.2.1:8080"));
    }

    @Test
    void shouldNameRangesThatOverlapInTheFile()
    {
        tulle.file(Internet.UPLINK + """
            networks: {lan: {ipam: {config: [{subnet: 10.67.0.0/24}]}}}
            containers:
              one: {netns: "@one", networks: [lan], ports: ["8000-8010:8000-8010"]}
              two: {netns: "@two", networks: [lan], ports: ["8005:80", "49152:80"]}
            """);
        final CommandResult check = tulle.tulle("check", "-f", tulle.file().toString()).exits(2);
        assertEquals(2, check.errorLines().size(), check::toString);
        assertTrue(check.err().contains("is taken by container one (8000-8010:8000-8010/tcp)"), check::toString);
        assertTrue(check.err().contains("is in the ports 49152-65535 that uplink default has"), check::toString);
        check.errorLines().forEach(line -> assertTrue(line.matches(".*topology\\.yaml:6:\\d+: .*"), line));
    }

    @Test
    void shouldSayWhyAPortCannotBePublished()
    {
        tulle.up(YAML);
        assertRefused("has no default route", "shut", "8090:80");
        assertRefused("port is already allocated: container one publishes", "one", "8081:81");
        assertRefused("is in the ports 49152-65535 that uplink default has for translation", "one", "50000:80");
        assertRefused("sctp ports are not served", "one", "8090:80/sctp");
        assertRefused("Cannot assign requested address", "one", "198.51.100.1:8090:80");
        assertRefused("nobody", "nobody", "8090:80");
        assertRefused("80:90:100", "one", "80:90:100");
        assertTrue(tulle.tulle("unpublish", "one", "9999").exits(1).onlyErrorLine().contains("No public port"));
        assertEquals(2, tulle.json("ports", "--json").size());
    }

    private void assertRefused(final String why, final String container, final String port)
    {
        final CommandResult result = tulle.tulle("publish", container, port).exits(1);
        assertTrue(result.onlyErrorLine().contains(why), result::toString);
    }

    private String get(final String address)
    {
        return internet.run("curl", "-sS", "--max-time", "10", "http://" + address + "/").ok().out().strip();
    }
}

package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.stream.Stream;

/** A user sees who talks to whom through the translation, and can end it. */
@Tag("root")
class SessionsTest
{
    private static final String YAML = Internet.UPLINK + """
        networks:
          lan: {enable_ipv6: true, ipam: {config: [{subnet: 10.61.0.0/24}, {subnet: "fd61::/64"}]}}
        containers:
          one: {netns: "@one", networks: {lan: {ipv4_address: 10.61.0.2, ipv6_address: "fd61::2"}}}
          two: {netns: "@two", networks: {lan: {ipv4_address: 10.61.0.3}}, ports: ["8080:80", "8080:80/udp"]}
        """;

    @RegisterExtension
    final TestHost host = new TestHost();

    private Container internet;
    private Container one;
    private Container two;
    private Instance tulle;

    @BeforeEach
    void start()
    {
        one = host.container("one");
        two = host.container("two");
        internet = Internet.connect(host);
        tulle = host.tulle();
        tulle.up(YAML);
        EchoServer.udp(internet, 5300);
        EchoServer.udp(two, 80);
    }

    @Test
    void shouldShowEachSessionWithItsTranslation()
    {
        EchoServer.askUdp(one, Internet.ADDRESS, 5300, 4000);
        EchoServer.askUdp(internet, Internet.HOST, 8080, 4001);
        EchoServer.askUdp(one, Internet.HOST, 8080, 4002);
        assertTrue(one.reaches(Internet.ADDRESS_V6));

        final JsonNode out = only("port", "5300");
        assertEquals("[udp, REPLIED, one, lan, masqueraded]", words(out));
        assertEquals("10.61.0.2:4000>192.0.2.2:5300", flow(out, "original"));
        assertTrue(flow(out, "reply").startsWith("192.0.2.2:5300>192.0.2.1:"), out::toString);
        assertEquals(1, out.path("original").path("packets").asInt());
        assertEquals(1, out.path("reply").path("packets").asInt());
        assertTrue(out.path("timeoutSeconds").asInt() > 0, out::toString);
        final JsonNode in = only("port", "4001");
        assertEquals("[udp, REPLIED, two, lan, published]", words(in));
        assertEquals("192.0.2.2:4001>192.0.2.1:8080", flow(in, "original"));
        assertEquals("10.61.0.3:80>192.0.2.2:4001", flow(in, "reply"));
        assertEquals("hairpin", only("port", "4002").path("kind").asText());
        assertEquals("icmpv6", only("icmp").path("protocol").asText());
        final CommandResult listing = tulle.tulle("sessions").ok();
        assertTrue(listing.lines().get(0).startsWith("PROTOCOL"), listing::toString);
        assertEquals(5, listing.lines().size(), listing::toString);
        assertTrue(listing.out().contains("10.61.0.2:4000>192.0.2.2:5300"), listing::toString);
    }

    @Test
    void shouldShowAndEndOnlyWhatAFilterMeans()
    {
        EchoServer.askUdp(one, Internet.ADDRESS, 5300);
        EchoServer.askUdp(two, Internet.ADDRESS, 5300);
        assertTrue(one.reaches(Internet.ADDRESS));

        assertEquals(3, count());
        assertEquals(2, count("udp"));
        assertEquals(0, count("tcp"));
        assertEquals(2, count("-c", "one"));
        assertEquals(2, count("src", "10.61.0.2"));
        assertEquals(3, count("src", "10.61.0.0/24"));
        assertEquals(3, count("dst", Internet.ADDRESS));
        assertEquals(0, count("dst", "198.51.100.0/24"));
        assertEquals(2, count("state", "replied"));
        assertEquals(1, count("--limit", "1"));
        assertTrue(tulle.tulle("sessions", "colour", "red").exits(1).onlyErrorLine().contains("colour"));
        tulle.tulle("sessions", "-c", "nobody").exits(1);
        assertEquals("1 session ended", tulle.tulle("sessions", "flush", "-c", "one", "udp").ok().out().strip());
        assertEquals(2, count());
        assertEquals("2 sessions ended", tulle.tulle("sessions", "flush").ok().out().strip());
        assertEquals(0, count());
    }

    @Test
    void shouldTellSessionsAsTheyBeginAndEnd()
    {
        final Background events = tulle.startTulle("sessions", "--events", "--json", "udp");
        final Background text = tulle.startTulle("sessions", "--events", "-c", "one").awaitLine("^EVENT");
        Eventually.eventually(() -> "a session is told: " + events, () ->
        {
            EchoServer.askUdp(one, Internet.ADDRESS, 5300, 4000); // until somebody listens
            tulle.tulle("sessions", "flush").ok();
            return events.out().contains("begin") && text.out().contains("begin");
        });
        events.awaitLine("\"event\":\"end\".*10\\.61\\.0\\.2");
        text.awaitLine("^end .*10\\.61\\.0\\.2:4000>192\\.0\\.2\\.2:5300");
        assertEquals(0, events.interrupt().exitCode());
        assertEquals(0, text.interrupt().exitCode());
    }

    @Test
    void shouldShowPublishedPortsBesideTheirContainer()
    {
        final CommandResult ps = tulle.tulle("ps").ok();
        assertTrue(ps.lines().get(0).contains("PORTS"), ps::toString);
        assertTrue(ps.out().contains("8080->80/tcp"), ps::toString);
        assertTrue(ps.out().contains("8080->80/udp"), ps::toString);
        assertEquals(2, tulle.json("ports", "two", "--json").size());
        assertEquals(0, tulle.json("ports", "one", "--json").size());
        tulle.tulle("ports", "nobody").exits(1);
    }

    private JsonNode only(final String... filter)
    {
        final JsonNode sessions = tulle.json(words(filter));
        assertEquals(1, sessions.size(), sessions::toString);
        return sessions.get(0);
    }

    private int count(final String... filter)
    {
        return tulle.json(words(filter)).size();
    }

    private static String[] words(final String... filter)
    {
        return Commands.join(List.of("sessions", "--json"), filter).toArray(new String[0]);
    }

    private static String words(final JsonNode session)
    {
        return Stream.of("protocol", "state", "container", "network", "kind")
            .map(key -> session.path(key).asText()).toList().toString();
    }

    private static String flow(final JsonNode session, final String direction)
    {
        final JsonNode flow = session.path(direction);
        return flow.path("source").asText() + ":" + flow.path("sourcePort").asInt() + ">" +
            flow.path("destination").asText() + ":" + flow.path("destinationPort").asInt();
    }
}

package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What users see of sessions: in a capture, in the list of containers, and in the counters. */
@Tag("root")
class NatCaptureTest
{
    private static final String YAML = Internet.UPLINK + """
        networks: {lan: {ipam: {config: [{subnet: 10.54.0.0/24}]}}}
        containers:
          one: {netns: "@one", networks: {lan: {ipv4_address: 10.54.0.2}}, ports: ["8080:80"]}
          two: {netns: "@two", networks: {lan: {ipv4_address: 10.54.0.3}}}
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
    }

    @Test
    void shouldNameTheSessionOfEveryFrameThatLeavesAndOfNoFrameThatComesIn()
    {
        final Path file = host.directory().resolve("nat.pcapng");
        EchoServer.tcp(internet, 80);
        final Background capture = tulle.startTulle("capture", "-w", file.toString(), "--count", "12", "tcp");
        fetchUntilEnd(capture, one, "http://" + Internet.ADDRESS + "/");

        final List<String> sent = comments(file, "frame.packet_flags_direction == 2");
        assertTrue(sent.size() >= 2, sent::toString);
        sent.forEach(comment -> assertTrue(comment.matches(
            "session \\d+ masqueraded: 10\\.54\\.0\\.2:\\d+ > 192\\.0\\.2\\.2:80 as 192\\.0\\.2\\.1:\\d+"), comment));
        comments(file, "frame.packet_flags_direction == 1").forEach(comment -> assertEquals("", comment));
    }

    @Test
    void shouldSayWhereAPublishedPortLeadsTo()
    {
        EchoServer.tcp(one, 80);
        final Background capture = tulle.startTulle("capture", "-c", "one", "--count", "8", "tcp");
        fetchUntilEnd(capture, internet, "http://" + Internet.HOST + ":8080/");

        final String lines = capture.await().ok().out();
        assertTrue(lines.matches("(?s).*session \\d+ published: 192\\.0\\.2\\.2:\\d+ > 192\\.0\\.2\\.1:8080 to " +
            "10\\.54\\.0\\.2:80\n.*"), lines);
    }

    @Test
    void shouldCommentNoFrameThatIsOnlySwitched()
    {
        final Path file = host.directory().resolve("switched.pcapng");
        two.start("ping", "-q", "-i", "0.05", "10.54.0.2");
        one.reaches(Internet.ADDRESS); // cells that frames of sessions lay in are used again
        tulle.tulle("capture", "-w", file.toString(), "--count", "20", "icmp").ok();

        comments(file, "ip.src == 10.54.0.3 && ip.dst == 10.54.0.2").forEach(comment -> assertEquals("", comment));
    }

    @Test
    void shouldCountSessionsOfEachContainerAndOfAll()
    {
        EchoServer.udp(internet, 5300);
        EchoServer.askUdp(one, Internet.ADDRESS, 5300);

        assertTrue(tulle.tulle("ps").ok().lines().stream()
            .anyMatch(line -> line.matches("one +lan .* 1 +\\S*8080.*")), () -> tulle.tulle("ps").out());
        Eventually.eventually("a session and its mapping in the counters", () ->
        {
            final String stat = tulle.tulle("stat").ok().out();
            return stat.matches("(?s).*sessions: in use +1\n.*mappings: in use +1\n.*");
        });
    }

    /** Frames from before the capture was ready are not in it. */
    private static void fetchUntilEnd(final Background capture, final Container client, final String url)
    {
        Eventually.eventually("the capture's last frame", () ->
        {
            client.run("curl", "-sS", "--max-time", "10", url).ok();
            return !capture.isRunning();
        });
    }

    private List<String> comments(final Path file, final String filter)
    {
        return host.commands().run(List.of("tshark", "-n", "-r", file.toString(), "-Y", filter, "-T", "fields", "-E",
            "occurrence=a", "-e", "frame.comment")).ok().lines();
    }
}

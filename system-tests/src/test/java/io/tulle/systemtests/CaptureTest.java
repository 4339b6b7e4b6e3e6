package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tulle capture writes, judged by tshark. */
@Tag("root")
class CaptureTest
{
    private static final String WEB = "10.36.0.2";
    private static final String[] STRICT = {"-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE",
        "-o", "udp.check_checksum:TRUE"};
    private static final String WRONG = "_ws.malformed || ip.checksum.status == Bad || tcp.checksum.status == Bad || " +
        "udp.checksum.status == Bad || icmp.checksum.status == Bad || ip.len > 1500";

    @RegisterExtension
    static final TestHost HOST = new TestHost();

    private static Instance tulle;
    private static Container web;
    private static Container client;

    @BeforeAll
    static void up()
    {
        web = HOST.container("web");
        client = HOST.container("client");
        tulle = HOST.tulle();
        tulle.up("""
            networks: {lan: {ipam: {config: [{subnet: 10.36.0.0/24}]}}}
            containers:
              web: {netns: "@web", networks: {lan: {ipv4_address: 10.36.0.2}}}
              client: {netns: "@client", networks: {lan: {ipv4_address: 10.36.0.3}}}
            """);
        client.start("ping", "-q", "-i", "0.01", WEB);
    }

    @Test
    @Tag("smoke")
    void shouldWriteWhatTsharkReadsWithoutAComplaint()
    {
        final Path file = HOST.directory().resolve("all.pcapng");

        tulle.tulle("capture", "-w", file.toString(), "--count", "40").ok();

        assertEquals(40, read(file).size());
        assertEquals(List.of(), read(file, "-Y", WRONG));
        final List<String> names = read(file, "-T", "fields", "-e", "frame.interface_name");
        assertTrue(names.stream().anyMatch(name -> name.contains("web/lan")), names::toString);
        assertTrue(names.stream().anyMatch(name -> name.contains("client/lan")), names::toString);
    }

    @Test
    void shouldShowSegmentsAndChecksumsAsOnAWire()
    {
        final Path file = HOST.directory().resolve("tcp.pcapng");
        new Iperf(web).start();
        final Background capture = tulle.startTulle("capture", "-w", file.toString(), "--count", "3000", "tcp");
        while (capture.isRunning())
        {
            client.run("iperf3", "-c", WEB, "-n", "20M").ok();
        }
        capture.await().ok();

        assertEquals(3000, read(file).size());
        assertEquals(List.of(), read(file, "-Y", WRONG));
        assertEquals(List.of(), read(file, "-Y", "!tcp"));
    }

    @Test
    void shouldSelectByFilterContainerAndNetwork()
    {
        final Path file = HOST.directory().resolve("icmp.pcapng");

        tulle.tulle("capture", "-c", "web", "-n", "lan", "-w", file.toString(), "--count", "10", "icmp[0] = 8").ok();

        assertEquals(10, read(file, "-Y", "icmp.type == 8").size());
        read(file, "-T", "fields", "-e", "frame.interface_name")
            .forEach(name -> assertTrue(name.contains("web"), name));
    }

    @Test
    void shouldNameTheReasonOfADrop()
    {
        final Path file = HOST.directory().resolve("drops.pcapng");
        final Background capture = tulle.startTulle("capture", "--drops", "-w", file.toString(), "--count", "3");
        try (RawSocket socket = client.rawSocket("eth0"))
        {
            Eventually.eventually("three dropped frames", () ->
            {
                socket.send(Frames.ethernet(Frames.BROADCAST, "02:00:00:00:00:01", Frames.LOCAL_EXPERIMENTAL));
                return !capture.isRunning();
            });
        }
        capture.await().ok();

        final List<String> comments = read(file, "-T", "fields", "-e", "frame.comment");
        assertEquals(3, comments.size());
        comments.forEach(comment -> assertTrue(comment.contains("source MAC is not the endpoint's"), comment));
    }

    @Test
    @Tag("smoke")
    void shouldFeedTsharkThroughAPipe()
    {
        final String capture = String.join(" ", tulle.words("capture", "-w", "-", "--count", "10", "icmp"));

        final CommandResult result =
            HOST.run(List.of("bash", "-c", "set -o pipefail; " + capture + " | tshark -n -r -"));

        assertEquals(10, result.ok().lines().stream().filter(line -> line.contains("ICMP")).count(), result::toString);
    }

    @Test
    void shouldEndWhenItsReaderDoesAndForwardOn()
    {
        final String capture = String.join(" ", tulle.words("capture"));

        assertEquals(2, HOST.run(List.of("bash", "-c", capture + " | head -n 2")).ok().lines().size());

        assertTrue(client.reaches(WEB));
    }

    @Test
    @Tag("smoke")
    void shouldPrintOneLineAFrame()
    {
        final CommandResult result = tulle.tulle("capture", "--count", "4", "icmp").ok();

        assertEquals(4, result.lines().size(), result::toString);
        result.lines().forEach(line ->
        {
            assertTrue(line.contains("web/lan") || line.contains("client/lan"), line);
            assertTrue(line.contains(WEB), line);
        });
        assertTrue(result.err().contains("4 frames captured"), result::toString);
    }

    @Test
    void shouldRefuseAFilterThatIsNone()
    {
        final CommandResult result = tulle.tulle("capture", "--count", "1", "tcp port nowhere and");

        assertTrue(result.exitCode() != 0, result::toString);
        assertTrue(result.onlyErrorLine().startsWith("tulle: "), result::toString);
    }

    private List<String> read(final Path file, final String... options)
    {
        final List<String> words = Commands.join(Commands.join(List.of("tshark", "-n", "-r", file.toString()), STRICT),
            options);
        return HOST.commands().run(words).ok().lines();
    }
}

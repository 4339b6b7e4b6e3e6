package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.tulle.dataplane.DropReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a container or a server of the world sends, it gets the right refusal or is counted, nobody is ever told
 * anything wrong, and neighbours are answered all the time.
 */
@Tag("root")
class NamesBadInputTest
{
    private static final String YAML = Internet.UPLINK + """
        dns: {max_pending: 50}
        networks:
          lan: {enable_ipv6: true, ipam: {config: [{subnet: 10.89.0.0/24}, {subnet: "fd89::/64"}]}}
        containers:
          bad: {netns: "@bad", networks: {lan: {ipv4_address: 10.89.0.2}}}
          good: {netns: "@good", networks: {lan: {ipv4_address: 10.89.0.3}}}
          web: {netns: "@web", networks: {lan: {ipv4_address: 10.89.0.4}}}
          flooder: {netns: "@flooder", networks: {lan: {}}, dns: [192.0.2.6]}
          echoing: {netns: "@echoing", networks: {lan: {ipv4_address: 10.89.0.20}}, dns: [10.89.0.20]}
        """;
    private static final String HEADER = "1234 0100 0001 0000 0000 0000 ";
    private static final String WITH_OPT = "1234 0100 0001 0000 0000 0001 ";
    private static final String WEB = "03776562 00 0001 0001";
    private static final String OPT = "00 0029 04d0 00000000 0000 ";

    @RegisterExtension
    static final TestHost HOST = new TestHost();

    private static Container bad;
    private static Container good;
    private static Instance tulle;
    private static Background neighbour;
    private static int answered;

    @BeforeAll
    static void start()
    {
        for (final String name : "bad good web flooder echoing".split(" "))
        {
            HOST.container(name);
        }
        bad = HOST.existing("bad");
        good = HOST.existing("good");
        Upstreams.start(Internet.connect(HOST));
        HOST.resolvConf("nameserver 192.0.2.2\n");
        tulle = HOST.tulle();
        tulle.up(YAML);
        neighbour = NameServer.startClient(good, "ask", "web", "600", "20");
    }

    /** A neighbour that asks all the time gets the right answer, and another one that of the world. */
    @AfterEach
    void neighboursAreAnswered()
    {
        Eventually.eventually(() -> "the neighbour's answers go on: " + neighbour,
            () -> neighbour.out().lines().count() > answered + 2);
        final List<String> lines = neighbour.out().lines().toList();
        lines.subList(answered, lines.size() - 1).forEach(line -> assertTrue(line.endsWith(" 0 10.89.0.4"), line));
        answered = lines.size() - 1;
        Dig.ask(good, System.nanoTime() + ".example").has("203.0.113.2");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
        1234 0100 0000 0000 0000 0000                            | rcode 1 answers 0 | no question
        1234 0100 0002 0000 0000 0000 0377656200000100010377656200000100 01 | rcode 1 answers 0 | two questions
        1234 0100 0001 0001 0000 0000 03776562000001 0001 | rcode 1 answers 0 | an answer in the question
        1234 1000 0001 0000 0000 0000 03776562 00 0001 0001      | rcode 4 answers 0 | opcode STATUS
        1234 2000 0001 0000 0000 0000 03776562 00 0006 0001      | rcode 4 answers 0 | opcode NOTIFY
        1234 2800 0001 0000 0000 0000 03776562 00 0006 0001      | rcode 4 answers 0 | opcode UPDATE
        1234 7800 0000 0000 0000 0000                            | rcode 4 answers 0 | opcode 15
        1234 0100 0001 0000 0000 0000                            | rcode 1 answers 0 | the question is missing
        1234 0100 0001 0000 0000 0000 03776562 00 0001           | rcode 1 answers 0 | the question is cut
        1234 0100 0001 0000 0000 0000 3f776562                   | rcode 1 answers 0 | a label beyond the end
        1234 0100 0001 0000 0000 0000 c00c 0001 0001             | rcode 1 answers 0 | a name that points at itself
        1234 0100 0001 0000 0000 0000 c012 0001 0001 03776562 00 | rcode 1 answers 0 | a name that points forward
        1234 0100 0001 0000 0000 0000 41 776562 00 0001 0001     | rcode 1 answers 0 | a label of an unknown kind
        1234 0100 0001 0000 0000 0000 03776562 00 0001 0001 ffff | rcode 1 answers 0 | octets behind the end
        1234 0100 0001 0000 0000 0000 03776562 00 0029 0001      | rcode 1 answers 0 | a question for OPT
        1234 0100 0001 0000 0000 0000 03776562 00 0001 0003      | rcode 5 answers 0 | class CHAOS
        1234 0100 0001 0000 0000 0000 03776562 00 00fc 0001      | rcode 4 answers 0 | a zone transfer
        """)
    void shouldRefuseWith(final String message, final String expected, final String why)
    {
        assertEquals(expected, raw(message));
        assertEquals(expected, tcp(message), "by TCP");
    }

    @Test
    void shouldRefuseExtensionsThatAreTwiceOrUnknown()
    {
        assertEquals("rcode 0 answers 1", raw(WITH_OPT + WEB + OPT));
        assertEquals("rcode 1 answers 0", raw("1234 0100 0001 0000 0000 0002 " + WEB + OPT + OPT));
        assertEquals("rcode 1 answers 0", raw(WITH_OPT + WEB + "03776562" + OPT), "its owner is the root");
        assertEquals("rcode 1 answers 0", raw(WITH_OPT + WEB + "00 0029 04d0 00000000 0009 0003"), "it is cut");
        Dig.ask(bad, "+edns=1", "+noednsneg", "web").is("BADVERS");
    }

    @Test
    void shouldRefuseNamesThatAreTooLong()
    {
        final String label = "3f" + "61".repeat(63);
        assertEquals("rcode 1 answers 0", raw(HEADER + label.repeat(4) + "00 0001 0001"), "257 octets");
        assertEquals("rcode 1 answers 0", raw(HEADER + "0161".repeat(128) + "00 0001 0001"), "257 octets");
        assertTrue(raw(HEADER + "0161".repeat(127) + "00 0001 0001").startsWith("rcode 0"), "255 octets may be");
    }

    @Test
    void shouldBeSilentToWhatIsNoQuestion()
    {
        final long before = tulle.counters().drops(DropReason.DNS_UNANSWERABLE);
        assertEquals("silence", raw("1234 8180 0001 0000 0000 0000 " + WEB), "a response, which may start a loop");
        assertEquals("silence", raw("1234 01"));
        assertEquals("silence", raw("00"));
        assertEquals(before + 3, tulle.counters().drops(DropReason.DNS_UNANSWERABLE));
    }

    /** No question is that long. */
    @Test
    void shouldLiveWithFragments()
    {
        bad.exec("python3", "-c", "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); " +
            "[s.sendto(b'x' * 4000, ('10.89.0.1', 53)) for i in range(20)]").ok();
        Dig.ask(bad, "web").has("10.89.0.4");
    }

    @Test
    void shouldEndTcpConnectionsThatSayNothingUseful()
    {
        assertEquals("rcode 0 answers 1", tcpPieces("00", "15", "1234 0100 0001", "0000 0000 0000", WEB));
        for (final String[] pieces : new String[][]{{"0000"}, {"0005", "1234 01"}, {"ffff", "00".repeat(3000)},
            {"0015", "1234 8180 0001 0000 0000 0000 " + WEB}})
        {
            assertTrue(List.of("closed", "silence").contains(tcpPieces(pieces)), String.join(" ", pieces));
        }
    }

    /** More connections than anybody needs, which say nothing: the container hurts itself only. */
    @Test
    void shouldAnswerOthersByTcpWhileOneHoldsConnections()
    {
        try (Background holding = bad.startExec("python3", "-u", "-c", """
            import socket, time
            held = []
            for i in range(600):
                s = socket.socket()
                s.setblocking(False)
                s.connect_ex(('10.89.0.1', 53))
                held.append(s)
            print('holding')
            time.sleep(600)
            """).awaitLine("holding"))
        {
            for (int i = 0; i < 5; i++)
            {
                Dig.ask(good, "+tcp", "web").has("10.89.0.4");
            }
            assertTrue(holding.isRunning());
        }
    }

    @Test
    void shouldAnswerOthersWhileOneFloods()
    {
        final Background flood = NameServer.startClient(HOST.existing("flooder"), "flood", "flood.example", "4");
        flood.awaitLine("flooding");
        for (int i = 0; i < 20; i++)
        {
            Dig.ask(good, "during" + i + ".example").has("203.0.113.2");
            Dig.ask(good, "web").has("10.89.0.4");
        }
        flood.await().ok();
        assertTrue(tulle.tulle("dns", "stat").ok().out().contains("limited"));
        Eventually.eventually("the flooder is answered, too, when it is quiet",
            () -> List.of("10.89.0.4").equals(Dig.ask(HOST.existing("flooder"), "web").values()));
    }

    @Test
    void shouldAnswerOthersWhileOneFloodsThemWithGarbage()
    {
        final Background flood = bad.startExec("python3", "-u", "-c", """
            import os, random, socket, time
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.connect(('10.89.0.1', 53))
            s.setblocking(False)
            random.seed(4711)
            end = time.monotonic() + 3
            while time.monotonic() < end:
                head = bytes([1, 2, random.choice((0, 1, 0x80)), 0, 0, random.randrange(3), 0, 0, 0, 0, 0, 1])
                try:
                    s.send(head[:random.choice((5, 12, 12, 12))] + random.randbytes(random.randrange(200)))
                except BlockingIOError:
                    pass
            """);
        for (int i = 0; i < 20; i++)
        {
            Dig.ask(good, "meanwhile" + i + ".example").has("203.0.113.2");
        }
        flood.await().ok();
    }

    @Test
    void shouldBelieveTheServerThatWasAskedOnly()
    {
        final List<Background> digs = new ArrayList<>();
        for (final String name : new String[]{"spoof", "wrongid", "wrongname", "wrongport", "query", "loop"})
        {
            digs.add(good.startExec("dig", "+tries=1", "+time=20", name + ".forged.example"));
        }
        digs.forEach(dig -> assertTrue(!dig.await().ok().out().contains(NameServer.FORGED), dig::toString));
        new Dig(digs.get(0).out()).has("203.0.113.2");
        digs.stream().skip(1).forEach(dig -> new Dig(dig.out()).is("SERVFAIL"));
        Dig.ask(good, "other.example").has("203.0.113.2"); // what wrongname tried to put into the cache
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "half", "echo", "tconly", "silent", "refused", "servfail", "lame"})
    void shouldFailWhenNoServerSaysAnythingOfUse(final String behaviour)
    {
        Dig.ask(good, behaviour + ".useless.example").is("SERVFAIL");
    }

    @Test
    void shouldAskAgainWithoutExtensionsWhenAServerDoesNotKnowThem()
    {
        Dig.ask(good, "edns.old.example").has("203.0.113.2");
    }

    /** Two that send each question on to each other. */
    @Test
    void shouldEndALoopThroughAForwarderOfAContainer()
    {
        final Container echoing = HOST.existing("echoing");
        try (Background forwarder = NameServer.dnsmasq(HOST, echoing, "10.89.0.20", "server=10.89.0.1\n"))
        {
            assertEquals(List.of(), Dig.ask(echoing, "@10.89.0.1", "round.example").values());
            assertEquals(List.of(), Dig.ask(echoing, "@10.89.0.20", "roundabout.example").values());
            assertTrue(forwarder.isRunning());
        }
    }

    private static String raw(final String message)
    {
        return NameServer.client(bad, "raw", message.replace(" ", "")).out().strip();
    }

    private static String tcp(final String message)
    {
        final String hex = message.replace(" ", "");
        return tcpPieces(String.format("%04x", hex.length() / 2) + hex);
    }

    private static String tcpPieces(final String... pieces)
    {
        return NameServer.client(bad, Stream.concat(Stream.of("tcp"), Stream.of(pieces).map(piece ->
            piece.replace(" ", ""))).toArray(String[]::new)).out().strip();
    }
}

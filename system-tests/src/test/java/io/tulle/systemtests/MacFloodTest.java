package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;

import com.fasterxml.jackson.databind.JsonNode;
import io.tulle.dataplane.DropReason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One container sends from 100,000 source addresses: the others keep their entries and their traffic. */
@Tag("root")
class MacFloodTest
{
    private static final int SOURCES = 100_000;
    private static final int UNREAD = 400; // a TAP's queue has room for 1,000 frames
    private static final String MALLORY = "mallory/lan";
    private static final String BOB_IP = "10.39.0.4";

    @RegisterExtension
    final TestHost host = new TestHost();

    private Instance tulle;
    private Container mallory;
    private Container alice;

    @Test
    void shouldDropEverySourceWhenTheGuardIsOn()
    {
        up("true");
        final Background ping = alice.start("ping", "-q", "-i", "0.005", "-c", "1000", BOB_IP);

        flood();

        assertNothingLost(ping);
        assertEquals(SOURCES, tulle.counters().drops(DropReason.MAC_SPOOFED));
        assertEquals(3, fdb().size(), "no address was learned");
    }

    @Test
    void shouldKeepTheEntriesOfOthersWhenTheGuardIsOff()
    {
        up("false");
        assertTrue(alice.reaches(BOB_IP));
        final Background ping = alice.start("ping", "-q", "-i", "0.005", "-c", "1000", BOB_IP);

        flood();

        assertNothingLost(ping);
        final JsonNode entries = fdb();
        assertTrue(entries.size() <= 1_024, () -> entries.size() + " entries in a table of 1,024");
        assertEquals("alice/lan", portOf(entries, "02:42:0a:27:00:03"));
        assertEquals("bob/lan", portOf(entries, "02:42:0a:27:00:04"));
    }

    private void up(final String guard)
    {
        mallory = host.container("mallory");
        alice = host.container("alice");
        host.container("bob");
        tulle = host.tulle();
        tulle.up("""
            networks:
              lan:
                ipam: {config: [{subnet: 10.39.0.0/24}]}
                driver_opts: {tulle.source_guard: "%s", tulle.fdb.max_entries: "1024"}
            containers:
              mallory: {netns: "@mallory", networks: {lan: {ipv4_address: 10.39.0.2}}}
              alice: {netns: "@alice", networks: {lan: {ipv4_address: 10.39.0.3}}}
              bob: {netns: "@bob", networks: {lan: {ipv4_address: 10.39.0.4}}}
            """.formatted(guard));
    }

    /** Never ahead of the switch by more than the interface's queue holds, so that all of it counts. */
    private void flood()
    {
        final long before = received();
        final byte[] frame = Frames.ethernet("02:42:0a:27:00:04", Frames.ZERO, Frames.LOCAL_EXPERIMENTAL, new byte[46]);
        try (RawSocket socket = mallory.rawSocket("eth0"))
        {
            for (int i = 0; i < SOURCES; i++)
            {
                ByteBuffer.wrap(frame).put(6, Frames.numberedMac(i));
                socket.send(frame);
                if (0 == i % UNREAD)
                {
                    final long sent = i + 1;
                    Eventually.eventually("the switch reads", () -> received() - before >= sent);
                }
            }
        }
        Eventually.eventually("the switch has read all", () -> received() - before >= SOURCES);
    }

    private long received()
    {
        return tulle.counters().port(MALLORY).rxFrames();
    }

    private JsonNode fdb()
    {
        return tulle.json("fdb", "lan", "--json");
    }

    private static void assertNothingLost(final Background ping)
    {
        final CommandResult result = ping.await();
        assertTrue(result.out().contains(" 0% packet loss"), result::toString);
    }

    private static String portOf(final JsonNode entries, final String mac)
    {
        for (final JsonNode entry : entries)
        {
            if (mac.equals(entry.path("mac").asText()))
            {
                return entry.path("port").asText();
            }
        }
        return "no port has " + mac;
    }
}

package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several workers share every TAP, a queue each: traffic flows, and what they count adds up. */
@Tag("root")
class MultiWorkerTest
{
    private static final String SERVER = "10.47.0.2";

    @RegisterExtension
    final TestHost host = new TestHost();

    private Iperf server;
    private Container client;

    @ParameterizedTest
    @ValueSource(strings = {"busy", "sleep", "adaptive"})
    void shouldMoveManyStreamsWithTwoWorkers(final String idle)
    {
        up("{count: 2, idle: " + idle + "}");

        assertTrue(server.receivedBytes(client, SERVER, "-P", "4") > 0);
        assertTrue(server.receivedBytes(client, SERVER, "-P", "4", "-R") > 0);
        assertTrue(client.reaches(SERVER));
        assertEquals(Map.of(), host.tulle().counters().dropsByReason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"busy", "sleep"})
    void shouldMoveDataWithOneWorker(final String idle)
    {
        up("{count: 1, idle: " + idle + "}");

        assertTrue(server.receivedBytes(client, SERVER) > 0);
    }

    @Test
    void shouldPinEachWorkerToItsProcessor() throws IOException
    {
        up("{count: 2, idle: adaptive, cpus: [1, 0]}");

        assertEquals(Map.of("worker 0", "1", "worker 1", "0"), processorsOfWorkers());
        assertTrue(client.reaches(SERVER));
    }

    @Test
    void shouldAttachToItsInterfacesAgainWithAnotherNumberOfWorkers()
    {
        up("{count: 2, idle: adaptive}");
        host.tulle().daemon().signal("TERM").ok();

        up("{count: 1, idle: adaptive}");

        assertTrue(client.reaches(SERVER));
    }

    private void up(final String workers)
    {
        if (null == client)
        {
            server = new Iperf(host.container("server"));
            client = host.container("client");
            server.start();
        }
        host.tulle().up("""
            workers: %s
            networks: {lan: {ipam: {config: [{subnet: 10.47.0.0/24}]}}}
            containers:
              server: {netns: "@server", networks: {lan: {ipv4_address: 10.47.0.2}}}
              client: {netns: "@client", networks: {lan: {ipv4_address: 10.47.0.3}}}
            """.formatted(workers));
    }

    private Map<String, String> processorsOfWorkers() throws IOException
    {
        final Map<String, String> processors = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(host.tulle().daemon().pid()), "task")))
        {
            for (final Path task : tasks.toList())
            {
                final String name = Files.readString(task.resolve("comm")).trim();
                if (name.startsWith("worker "))
                {
                    processors.put(name, Files.readString(task.resolve("status"))
                        .replaceAll("(?s).*Cpus_allowed_list:\\s*(\\S+).*", "$1"));
                }
            }
        }
        return processors;
    }
}

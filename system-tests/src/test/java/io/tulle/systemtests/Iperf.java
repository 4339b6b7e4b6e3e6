package io.tulle.systemtests;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** An iperf3 server in a container, and what clients measure against it. Called by tests. */
record Iperf(Container container)
{
    Iperf start()
    {
        container.start("iperf3", "-s", "--forceflush").awaitLine("Server listening");
        return this;
    }

    /** Sends for a second. @return how much of it arrived. */
    long receivedBytes(final Container client, final String address, final String... options)
    {
        final List<String> words = new ArrayList<>(List.of("iperf3", "-c", address, "-t", "1", "-J"));
        words.addAll(List.of(options));
        return receivedBytes(client.run(words.toArray(new String[0])).ok());
    }

    /** What the report of a client that has ended says. */
    static long receivedBytes(final CommandResult report)
    {
        final JsonNode end = Instance.parse(report.ok().out()).path("end");
        return (end.has("sum_received") ? end.path("sum_received") : end.path("sum")).path("bytes").asLong();
    }
}

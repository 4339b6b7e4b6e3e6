package io.tulle.daemon.demo;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** The demo's own stream, which stands in for iperf3, between two processes over the loopback interface. */
class DemoServerTest
{
    @Test
    void shouldMeasureAStreamAndServeThePage() throws IOException, InterruptedException
    {
        final Process server = new ProcessBuilder(java("DemoServer")).redirectErrorStream(true).start();
        try
        {
            final String line = server.inputReader().readLine();
            assertTrue(DemoServer.READY.equals(line), line);
            final Process client = new ProcessBuilder(java("StreamClient", "127.0.0.1", "1")).start();
            final String measured = client.inputReader().readLine();
            assertTrue(null != measured && measured.matches("\\d+\\.\\d Gbit/s"), measured);
        }
        finally
        {
            server.destroyForcibly().waitFor();
        }
    }

    private static List<String> java(final String... words)
    {
        final String mainClass = DemoServer.class.getPackageName() + "." + words[0];
        final List<String> command = new java.util.ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(List.of(words).subList(1, words.length));
        return command;
    }
}

package io.tulle.dataplane.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs tshark, the decoder that captures are written for, over a file. */
final class Tshark
{
    private static final List<String> COMMAND = List.of("tshark", "-n", "-o", "ip.check_checksum:TRUE",
        "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
        "-d", "udp.port==5353,data"); // the test frames carry words there, not mDNS

    private Tshark()
    {
    }

    /** @return one line a frame, with the values of the fields separated by '|'. */
    static List<String> fields(final Path file, final String... fields) throws IOException, InterruptedException
    {
        final List<String> arguments = new ArrayList<>(List.of("-T", "fields", "-E", "separator=|"));
        for (final String field : fields)
        {
            arguments.addAll(List.of("-e", field));
        }
        return run(file, arguments);
    }

    /** @return one line for each frame that the display filter finds. */
    static List<String> matching(final Path file, final String displayFilter) throws IOException, InterruptedException
    {
        return run(file, List.of("-Y", displayFilter));
    }

    private static List<String> run(final Path file, final List<String> arguments)
        throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(COMMAND);
        command.addAll(List.of("-r", file.toString()));
        command.addAll(arguments);
        final Path errors = Files.createTempFile(file.getParent(), "tshark", ".err");
        final Process tshark = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        final String output = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tshark.waitFor(), () -> read(errors));
        return output.lines().toList();
    }

    private static String read(final Path file)
    {
        try
        {
            return Files.readString(file);
        }
        catch (final IOException ex)
        {
            return ex.toString();
        }
    }
}

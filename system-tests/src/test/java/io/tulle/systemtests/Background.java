package io.tulle.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Assertions;

/** A command that runs beside the test; its output goes to files, so that it never waits for a reader. */
final class Background implements AutoCloseable
{
    private static final long LIMIT_S = 240;

    private final List<String> words;
    private final Path out;
    private final Path err;
    private final Process process;

    private Background(final List<String> words, final Path out, final Path err, final Process process)
    {
        this.words = words;
        this.out = out;
        this.err = err;
        this.process = process;
    }

    static Background start(final Path directory, final Map<String, String> environment, final List<String> words)
    {
        try
        {
            final Path out = Files.createTempFile(directory, "command", ".out");
            final Path err = Path.of(out.toString().replaceAll("out$", "err"));
            final ProcessBuilder builder = new ProcessBuilder(words).redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            return new Background(words, out, err, builder.start());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** The process that the words name: every launcher on the way replaces itself. */
    long pid()
    {
        return process.pid();
    }

    boolean isRunning()
    {
        return process.isAlive();
    }

    String out()
    {
        return text(out);
    }

    String err()
    {
        return text(err);
    }

    /** Waits until a line of stdout matches; a command that ends first has failed. */
    Background awaitLine(final String regex)
    {
        final Pattern pattern = Pattern.compile(regex);
        Eventually.eventually(() -> "a line " + regex + " from " + this, () ->
        {
            final boolean isOver = !isRunning();
            final boolean isFound = out().lines().anyMatch(line -> pattern.matcher(line).find());
            if (isOver && !isFound)
            {
                Assertions.fail("ended without a line " + regex + ": " + this);
            }
            return isFound;
        });
        return this;
    }

    /** Waits until a line of stderr matches. */
    Background awaitErrorLine(final String regex)
    {
        final Pattern pattern = Pattern.compile(regex);
        Eventually.eventually(() -> "an error line " + regex + " from " + this,
            () -> err().lines().anyMatch(line -> pattern.matcher(line).find()));
        return this;
    }

    CommandResult await()
    {
        try
        {
            Assertions.assertTrue(process.waitFor(LIMIT_S, TimeUnit.SECONDS), () -> "still runs: " + this);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
        return new CommandResult(words, process.exitValue(), out(), err());
    }

    /** As Ctrl-C does. */
    CommandResult interrupt()
    {
        return signal("INT");
    }

    CommandResult signal(final String name)
    {
        send(name);
        return await();
    }

    /** Sends a signal and does not wait for what it does. */
    void send(final String name)
    {
        try
        {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        }
        catch (final IOException | InterruptedException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public void close()
    {
        process.destroyForcibly().onExit().join();
    }

    private static String text(final Path file)
    {
        try
        {
            return Files.readString(file);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public String toString()
    {
        return String.join(" ", words) + "\n--- stdout\n" + out() + "--- stderr\n" + err();
    }
}

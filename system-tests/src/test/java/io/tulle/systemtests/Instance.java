package io.tulle.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Assertions;

/** One Tulle on the host that a test plays, with directories of its own, used by the words that a user types. */
final class Instance
{
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> COMMANDS_OF_TWO_WORDS = Set.of("network", "dns");

    private final TestHost host;
    private final Path directory;
    private Background daemon;
    private boolean isKilled;

    Instance(final TestHost host, final Path directory)
    {
        this.host = host;
        this.directory = directory;
    }

    Path runDir()
    {
        return directory.resolve("run");
    }

    Path stateDir()
    {
        return directory.resolve("state");
    }

    /** The file that this Tulle is described by. */
    Path file()
    {
        return directory.resolve("topology.yaml");
    }

    /** Writes the file; {@code @web} in it stands for the namespace of the container web. */
    Path file(final String yaml)
    {
        try
        {
            Files.createDirectories(directory);
            return Files.writeString(file(), "name: " + host.fullName(directory.getFileName().toString()) + "\n" +
                yaml.replaceAll("@([a-z0-9]+)", host.fullName("$1")));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Starts the daemon and waits for its ready line. */
    Background up(final String yaml)
    {
        file(yaml);
        return upAgain();
    }

    /** Starts the daemon with the file as it is. */
    Background upAgain()
    {
        return start().awaitLine("ready");
    }

    /** Starts the daemon and waits for nothing. */
    Background start()
    {
        return start(words("up", "-f", file().toString()));
    }

    /** Starts the daemon by other words. */
    Background start(final List<String> words)
    {
        daemon = host.start(words);
        isKilled = false;
        return daemon;
    }

    /** The daemon that was started last. */
    Background daemon()
    {
        return daemon;
    }

    boolean isRunning()
    {
        return null != daemon && daemon.isRunning();
    }

    /** A subcommand with its words, run on the host. */
    CommandResult tulle(final String... words)
    {
        return host.run(words(words));
    }

    Background startTulle(final String... words)
    {
        return host.start(words(words));
    }

    /** What a listing says with --json. */
    JsonNode json(final String... words)
    {
        return parse(tulle(words).ok().out());
    }

    static JsonNode parse(final String text)
    {
        try
        {
            return JSON.readTree(text);
        }
        catch (final IOException ex)
        {
            return Assertions.fail("no JSON: " + text, ex);
        }
    }

    CommandResult apply(final String yaml)
    {
        return tulle("apply", "-f", file(yaml).toString());
    }

    Counters counters()
    {
        return Counters.read(runDir());
    }

    /** Ends the daemon as a crash does. */
    void killHard()
    {
        isKilled = true;
        daemon.signal("KILL");
    }

    /** Whether its last end was a crash: the frames on their way are in no sum then. */
    boolean isKilled()
    {
        return isKilled;
    }

    CommandResult down()
    {
        final CommandResult result = tulle("down").ok();
        if (null != daemon)
        {
            daemon.await().ok();
        }
        return result;
    }

    /** The directories stand after the subcommand, where the launcher looks for it. */
    List<String> words(final String... words)
    {
        final int commandWords = COMMANDS_OF_TWO_WORDS.contains(words[0]) ? 2 : 1;
        final List<String> all = new ArrayList<>(List.of(Launcher.PATH.toString()));
        all.addAll(Arrays.asList(words).subList(0, commandWords));
        all.addAll(List.of("--run-dir", runDir().toString(), "--state-dir", stateDir().toString()));
        all.addAll(Arrays.asList(words).subList(commandWords, words.length));
        return all;
    }

    @Override
    public String toString()
    {
        return null == daemon ? "no Tulle was started in " + directory : daemon.toString();
    }
}

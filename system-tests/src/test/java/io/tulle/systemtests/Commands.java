package io.tulle.systemtests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Runs commands and remembers those that are still running, so that none outlives its test. Called by tests. */
final class Commands implements AutoCloseable
{
    /** The JDK that runs the tests runs Tulle too; and no test may change what is installed. */
    private static final Map<String, String> ENVIRONMENT =
        Map.of("JAVA_HOME", System.getProperty("java.home"), "TULLE_NO_INSTALL", "1", "LC_ALL", "C.UTF-8");

    private final ConcurrentLinkedDeque<Background> started = new ConcurrentLinkedDeque<>();
    private final Path directory;

    Commands(final Path directory)
    {
        this.directory = directory;
    }

    static List<String> join(final List<String> first, final String... second)
    {
        final List<String> words = new ArrayList<>(first);
        words.addAll(List.of(second));
        return words;
    }

    Background start(final List<String> words)
    {
        final Background command = Background.start(directory, ENVIRONMENT, words);
        started.push(command);
        return command;
    }

    CommandResult run(final List<String> words)
    {
        final Background command = start(words);
        final CommandResult result = command.await();
        started.remove(command);
        return result;
    }

    CommandResult run(final String... words)
    {
        return run(List.of(words));
    }

    /** Whether the process is one of those that were started here. */
    boolean isRunning(final long pid)
    {
        return started.stream().anyMatch(command -> command.isRunning() && pid == command.pid());
    }

    @Override
    public void close()
    {
        started.forEach(Background::close);
        started.clear();
    }
}

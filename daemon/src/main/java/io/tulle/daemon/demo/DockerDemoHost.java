package io.tulle.daemon.demo;

import io.tulle.daemon.StartupException;
import org.agrona.IoUtil;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the demo makes on the host of a Docker engine: a Tulle with a driver of its own, and networks and containers
 * with its label. Closed by the main thread, or by the shutdown hook after Ctrl-C, which waits for the command that is
 * being run: each ends in a while, and what it makes is removed.
 */
final class DockerDemoHost implements AutoCloseable
{
    /** Of its driver, its label, and what the names of all its things begin with. */
    static final String NAME = "tulle-demo";

    private static final Path PLUGINS = Path.of("/run/docker/plugins");
    private static final String LABEL = "io.tulle.demo";

    private final DockerEngine engine;
    private final PrintWriter out;
    private final Path folder;
    private final boolean hadPlugins = Files.exists(PLUGINS);
    private DockerImage image;
    private DemoDaemon daemon;
    private boolean isClosed;

    DockerDemoHost(final DockerEngine engine, final PrintWriter out) throws IOException
    {
        if (Files.exists(socket()))
        {
            throw new StartupException(socket() +
                " is there: another demo runs; if it was killed, end its tulle up and remove the file");
        }
        this.engine = engine;
        this.out = out;
        folder = Files.createTempDirectory(NAME);
        Files.writeString(topologyFile(), topology());
    }

    private static Path socket()
    {
        return PLUGINS.resolve(NAME + ".sock");
    }

    /** Without an uplink: nothing of the host's network is touched. */
    String topology()
    {
        return """
            name: %s
            docker: {socket: %s, api: %s}
            """.formatted(NAME, socket(), engine.socket());
    }

    private Path topologyFile()
    {
        return folder.resolve("demo.yaml");
    }

    /** Before Tulle is there: a fetched image may take its time. */
    synchronized void findImage() throws IOException, InterruptedException
    {
        checkOpen();
        image = DockerImage.find(engine);
    }

    DemoResult startTulle() throws IOException, InterruptedException
    {
        synchronized (this)
        {
            checkOpen();
            daemon = new DemoDaemon("/proc/self/ns/net", folder, topologyFile());
        }
        return daemon.awaitReady();
    }

    synchronized void stopTulle() throws InterruptedException
    {
        checkOpen();
        daemon.stop();
    }

    DemoResult residentMemory() throws IOException
    {
        return daemon.residentMemory();
    }

    /** Makes a network; DemoFailure says why not. */
    void network(final String name, final String... options) throws IOException, InterruptedException
    {
        must(words(List.of("network", "create", "--driver", NAME, "--label", LABEL), options, List.of(name(name))));
    }

    /** Runs a container in the background. @param script of its shell */
    void container(final String name, final String script, final String... options)
        throws IOException, InterruptedException
    {
        must(words(List.of("run", "--detach", "--label", LABEL, "--stop-signal", "KILL", "--name", name(name)), options,
            List.of(image.name(), "sh", "-c", script)));
    }

    /** Runs a command in a container. */
    Shell.Outcome exec(final String container, final String... command) throws IOException, InterruptedException
    {
        return docker(words(List.of("exec", name(container)), command, List.of()));
    }

    /** Runs docker; DemoFailure says why it failed. Returns the last line. */
    String must(final String... words) throws IOException, InterruptedException
    {
        final Shell.Outcome outcome = docker(words);
        if (!outcome.isGood())
        {
            throw new DemoFailure("docker " + words[0] + ": " + outcome.lastLine());
        }
        return outcome.lastLine();
    }

    private synchronized Shell.Outcome docker(final String... words) throws IOException, InterruptedException
    {
        checkOpen();
        out.println("$ docker " + String.join(" ", words));
        return engine.docker(words);
    }

    /** Looks into a container; that is nothing to show. */
    synchronized Shell.Outcome quietly(final String container, final String... command)
        throws IOException, InterruptedException
    {
        checkOpen();
        return engine.docker(words(List.of("exec", name(container)), command, List.of()));
    }

    /** The name that Docker knows it by. */
    static String name(final String name)
    {
        return NAME + "-" + name;
    }

    private static String[] words(final List<String> first, final String[] options, final List<String> last)
    {
        return Stream.of(first, Arrays.asList(options), last).flatMap(List::stream)
            .toArray(String[]::new);
    }

    private void checkOpen()
    {
        if (isClosed)
        {
            throw new DemoFailure("interrupted");
        }
    }

    @Override
    public synchronized void close()
    {
        if (isClosed)
        {
            return;
        }
        isClosed = true;
        try
        {
            removeDockers();
            if (null != image)
            {
                image.remove(engine);
            }
            if (null != daemon)
            {
                daemon.remove(); // not sooner: Docker would wait for its driver
            }
            IoUtil.delete(folder.toFile(), false);
            if (!hadPlugins)
            {
                Files.deleteIfExists(PLUGINS);
            }
        }
        catch (final DirectoryNotEmptyException ex)
        {
            return; // another plugin came meanwhile
        }
        catch (final IOException | InterruptedException ex)
        {
            System.err.println("tulle: the demo could not remove all of its things in " + folder + ": " + ex);
        }
    }

    /** What has the demo's label, be it of a demo that was killed. */
    synchronized void removeDockers() throws IOException, InterruptedException
    {
        removeAll(List.of("ps", "--all"), List.of("rm", "--force"));
        removeAll(List.of("network", "ls"), List.of("network", "rm"));
    }

    private void removeAll(final List<String> list, final List<String> remove) throws IOException, InterruptedException
    {
        final Shell.Outcome ids = engine.docker(words(list, new String[]{"--quiet", "--filter", "label=" + LABEL},
            List.of()));
        if (ids.isGood() && !ids.output().isBlank())
        {
            engine.docker(words(remove, ids.output().strip().split("\\s+"), List.of()));
        }
    }
}

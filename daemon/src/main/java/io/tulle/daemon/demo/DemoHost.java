package io.tulle.daemon.demo;

import io.tulle.control.ContainerRow;
import io.tulle.control.ControlClient;
import io.tulle.daemon.StartupException;
import org.agrona.IoUtil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The demo's own host: a namespace that Tulle runs in, a folder for all its files, and the processes that were started.
 * Closed by the main thread, or by the shutdown hook after Ctrl-C; whoever is first does it.
 */
final class DemoHost implements AutoCloseable
{
    /** Of its namespaces the beginning; no two demos have the same. */
    static final String NAME = "tulle-demo-" + ProcessHandle.current().pid();
    static final String WEB_FRONT = "10.30.0.2";
    static final String DB = "10.31.0.10";
    /** The name of the namespace that plays the internet, beside those of containers. */
    static final String INTERNET = "internet";
    static final String INTERNET_ADDRESS = "192.0.2.2";
    /** The host's own address, which its containers go out with. */
    static final String HOST_ADDRESS = "192.0.2.1";

    private final Path folder;
    private DemoDaemon daemon;
    private boolean isClosed;

    private DemoHost(final Path folder)
    {
        this.folder = folder;
    }

    static DemoHost create() throws IOException, InterruptedException
    {
        final DemoHost host = new DemoHost(Files.createTempDirectory("tulle-demo"));
        final Shell.Outcome outcome = Shell.run("ip", "netns", "add", NAME);
        if (!outcome.isGood())
        {
            host.close();
            throw new StartupException("cannot make a network namespace: " + outcome.lastLine() + "; be root (sudo)");
        }
        try
        {
            ip(NAME, "link", "set", "lo", "up");
            makeInternet();
        }
        catch (final DemoFailure ex)
        {
            host.close();
            throw new StartupException("cannot make the demo's network: " + ex.getMessage());
        }
        Files.writeString(host.topologyFile(), host.topology());
        return host;
    }

    /** Another namespace at the other end of the host's uplink. */
    private static void makeInternet() throws IOException, InterruptedException
    {
        final String internet = NAME + "-" + INTERNET;
        Shell.run("ip", "netns", "add", internet);
        ip(NAME, "link", "add", "up0", "type", "veth", "peer", "name", "eth0", "netns", internet);
        ip(NAME, "addr", "add", HOST_ADDRESS + "/24", "dev", "up0");
        ip(NAME, "link", "set", "up0", "up");
        ip(internet, "addr", "add", INTERNET_ADDRESS + "/24", "dev", "eth0");
        ip(internet, "link", "set", "eth0", "up");
    }

    /** Not ip -n, which wants mounts of its own and cannot have them in a chroot. */
    private static void ip(final String namespace, final String... words) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        final Shell.Outcome outcome = Shell.run(Shell.inside("/run/netns/" + namespace, command));
        if (!outcome.isGood())
        {
            throw new DemoFailure(String.join(" ", command) + ": " + outcome.lastLine());
        }
    }

    String topology()
    {
        return """
            name: %s
            uplink: {interface: up0}
            networks:
              front: {ipam: {config: [{subnet: 10.30.0.0/24}]}}
              back: {internal: true, ipam: {config: [{subnet: 10.31.0.0/24}]}}
            containers:
              web:
                netns: create
                networks: {front: {ipv4_address: %s}, back: {}}
                ports: ["80:8080"]
              client:
                netns: create
                networks: {front: {}}
              db:
                netns: create
                networks: {back: {ipv4_address: %s}}
            """.formatted(NAME, WEB_FRONT, DB);
    }

    DemoResult startTulle() throws IOException, InterruptedException
    {
        synchronized (this)
        {
            checkOpen();
            daemon = new DemoDaemon("/run/netns/" + NAME, folder, topologyFile());
        }
        return daemon.awaitReady();
    }

    DemoResult residentMemory() throws IOException
    {
        return daemon.residentMemory();
    }

    synchronized String namespace(final String container)
    {
        checkOpen();
        if (INTERNET.equals(container))
        {
            return "/run/netns/" + NAME + "-" + INTERNET;
        }
        for (final ContainerRow row : client().containers())
        {
            if (row.name().equals(container) && null != row.path())
            {
                return row.path();
            }
        }
        throw new DemoFailure("container " + container + " is not attached");
    }

    /** Starts a program in a container's namespace that runs until the demo ends. */
    synchronized Process start(final String container, final List<String> command) throws IOException
    {
        checkOpen();
        return new ProcessBuilder(Shell.inside(namespace(container), command))
            .redirectError(folder.resolve("helpers.log").toFile()).start();
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
            endHelpers();
            if (null != daemon)
            {
                daemon.remove();
            }
            Shell.run("ip", "netns", "delete", NAME + "-" + INTERNET);
            Shell.run("ip", "netns", "delete", NAME);
            IoUtil.delete(folder.toFile(), false);
        }
        catch (final IOException | InterruptedException ex)
        {
            System.err.println("tulle: the demo could not remove all of its things in " + folder + ": " + ex);
        }
    }

    /** All that the demo started but its Tulle, and also the tool that the main thread is waiting for. */
    private void endHelpers()
    {
        for (final ProcessHandle helper : ProcessHandle.current().descendants().toList())
        {
            if (null == daemon || !daemon.is(helper))
            {
                helper.destroyForcibly();
                helper.onExit().join();
            }
        }
    }

    private ControlClient client()
    {
        return new ControlClient(folder.resolve("run").resolve("tulle.sock"));
    }

    private Path topologyFile()
    {
        return folder.resolve("demo.yaml");
    }

    private void checkOpen()
    {
        if (isClosed)
        {
            throw new DemoFailure("interrupted");
        }
    }
}

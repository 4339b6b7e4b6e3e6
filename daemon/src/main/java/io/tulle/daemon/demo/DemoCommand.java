package io.tulle.daemon.demo;

import io.tulle.daemon.cli.ResolvConfMount;
import io.tulle.daemon.cli.TulleCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;

/**
 * Shows that containers find each other and talk through Tulle, that networks are apart, and the way out and in: makes
 * a host and an internet of its own in namespaces, starts a Tulle there, tries it with ping, curl and iperf3, and
 * removes everything, also after a failure or Ctrl-C.
 */
@Command(name = "demo", description = {
    "Try Tulle on this machine: start one with three containers on two networks in namespaces of its own,",
    "ping, curl and iperf3 between them and with a namespace that plays the internet, print what was measured, and",
    "remove everything.",
    "Touches no interface, route or rule of the host. Exit code 0 only if all held."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle demo",
        "  tulle demo --seconds 10   # a longer iperf3",
        "  tulle demo --docker       # docker network create -d tulle-demo, docker run, restart of Tulle"})
public final class DemoCommand extends TulleCommand
{
    @Option(names = "--seconds", paramLabel = "N", defaultValue = "3",
        description = "How long the throughput is measured (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--docker",
        description = "Use the Docker engine of this machine (DOCKER_HOST, or /run/docker.sock): networks of a " +
            "driver tulle-demo, and containers on them. The engine's other networks and containers are left alone.")
    private boolean isDocker;

    private final DemoReport report = new DemoReport();

    @Override
    public Integer call() throws IOException, InterruptedException
    {
        return isDocker ? new DockerDemo(out()).run() : runInNamespaces();
    }

    private int runInNamespaces() throws IOException, InterruptedException
    {
        final HostSnapshot before = HostSnapshot.take(DemoHost.NAME);
        final DemoHost host = DemoHost.create();
        // after Ctrl-C; the main thread's close then waits for it and the JVM ends before a verdict
        Runtime.getRuntime().addShutdownHook(new Thread(host::close, "tulle-demo-cleanup"));
        try
        {
            show(host);
        }
        catch (final DemoFailure ex)
        {
            report.add(DemoResult.failed(ex.getMessage(), ""));
        }
        finally
        {
            host.close();
        }
        report.add(before.compare(HostSnapshot.take(DemoHost.NAME)));
        return report.verdict(out());
    }

    private void show(final DemoHost host) throws IOException, InterruptedException
    {
        out().println("Three containers on two networks; web is on both, and its port is published:");
        host.topology().lines().filter(line -> !line.startsWith("name:")).forEach(line -> out().println("    " + line));
        out().println();
        report.add(host.startTulle());
        final DemoTools tools = new DemoTools(host, out());
        final boolean hasNames = ResolvConfMount.isPossible(); // else tools see the resolv.conf of a chroot
        final String web = hasNames ? "web" : DemoHost.WEB_FRONT;
        if (hasNames)
        {
            report.add(tools.name("client", web, DemoHost.WEB_FRONT));
        }
        report.add(tools.ping("client", "web", web));
        report.add(tools.ping("web", "db", hasNames ? "db" : DemoHost.DB));
        report.add(tools.isolation("client", "db", DemoHost.DB));
        report.add(tools.page("client", "web", web));
        report.add(tools.page("client", DemoHost.INTERNET, DemoHost.INTERNET_ADDRESS));
        report.add(tools.publishedPage(DemoHost.INTERNET, "web", DemoHost.HOST_ADDRESS));
        report.add(tools.throughput("client", "web", web, seconds));
        report.add(host.residentMemory());
    }
}

package io.tulle.daemon.demo;

import io.tulle.daemon.cli.ExitCodes;
import io.tulle.daemon.cli.ResolvConfMount;
import io.tulle.daemon.cli.Table;
import io.tulle.daemon.cli.TulleCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
        "  tulle demo --seconds 10   # a longer iperf3"})
public final class DemoCommand extends TulleCommand
{
    @Option(names = "--seconds", paramLabel = "N", defaultValue = "3",
        description = "How long the throughput is measured (${DEFAULT-VALUE}).")
    private int seconds;

    private final List<DemoResult> results = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException
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
            add(DemoResult.failed(ex.getMessage(), ""));
        }
        finally
        {
            host.close();
        }
        add(before.compare(HostSnapshot.take(DemoHost.NAME)));
        return verdict();
    }

    private void show(final DemoHost host) throws IOException, InterruptedException
    {
        out().println("Three containers on two networks; web is on both, and its port is published:");
        host.topology().lines().filter(line -> !line.startsWith("name:")).forEach(line -> out().println("    " + line));
        out().println();
        add(host.startTulle());
        final DemoTools tools = new DemoTools(host, out());
        final boolean hasNames = ResolvConfMount.isPossible(); // else tools see the resolv.conf of a chroot
        final String web = hasNames ? "web" : DemoHost.WEB_FRONT;
        if (hasNames)
        {
            add(tools.name("client", web, DemoHost.WEB_FRONT));
        }
        add(tools.ping("client", "web", web));
        add(tools.ping("web", "db", hasNames ? "db" : DemoHost.DB));
        add(tools.isolation("client", "db", DemoHost.DB));
        add(tools.page("client", "web", web));
        add(tools.page("client", DemoHost.INTERNET, DemoHost.INTERNET_ADDRESS));
        add(tools.publishedPage(DemoHost.INTERNET, "web", DemoHost.HOST_ADDRESS));
        add(tools.throughput("client", "web", web, seconds));
        add(host.residentMemory());
    }

    private void add(final DemoResult result)
    {
        results.add(result);
    }

    private int verdict()
    {
        final Table table = new Table("", "WHAT", "MEASURED");
        boolean isAllGood = true;
        for (final DemoResult result : results)
        {
            isAllGood &= result.isPassed();
            table.row(result.isPassed() ? "PASS" : "FAIL", result.what(), result.measured());
        }
        out().println();
        table.print(out());
        out().println();
        out().println(isAllGood ? "All held." : "Not all held.");
        return isAllGood ? ExitCodes.OK : ExitCodes.FAILED;
    }
}

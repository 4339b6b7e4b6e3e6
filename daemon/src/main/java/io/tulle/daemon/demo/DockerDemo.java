package io.tulle.daemon.demo;

import java.io.IOException;
import java.io.PrintWriter;

/**
 * Shows that a Docker engine's containers talk through Tulle: starts one beside the engine, makes networks and
 * containers with the docker command, tries them, and removes everything, also after a failure or Ctrl-C. Run by the
 * main thread.
 */
final class DockerDemo
{
    private static final String ADDRESS =
        "{{(index .NetworkSettings.Networks \"" + DockerDemoHost.name("back") + "\").IPAddress}}";

    private final DemoReport report = new DemoReport();
    private final PrintWriter out;

    DockerDemo(final PrintWriter out)
    {
        this.out = out;
    }

    /** Returns the exit code. */
    int run() throws IOException, InterruptedException
    {
        final DockerEngine engine = DockerEngine.find();
        final HostSnapshot before = HostSnapshot.take(DockerDemoHost.NAME);
        final DockerDemoHost host = new DockerDemoHost(engine, out);
        // after Ctrl-C; the main thread's close then waits for it and the JVM ends before a verdict
        Runtime.getRuntime().addShutdownHook(new Thread(host::close, "tulle-demo-cleanup"));
        try
        {
            host.findImage();
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
        report.add(before.compare(HostSnapshot.take(DockerDemoHost.NAME)));
        return report.verdict(out);
    }

    private void show(final DockerDemoHost host) throws IOException, InterruptedException
    {
        out.println("A Tulle beside this machine's Docker engine, as its driver " + DockerDemoHost.NAME + ":");
        host.topology().lines().skip(1).forEach(line -> out.println("    " + line));
        out.println();
        report.add(host.startTulle());
        host.removeDockers();
        final int port = DockerDemoTools.freePort();
        make(host, port);
        final DockerDemoTools tools = new DockerDemoTools(host, out);
        final String web = DockerDemoHost.name("web");
        report.add(tools.ping("client", web, "client pings web by name"));
        report.add(tools.ping("client", "www", "client pings web by an alias"));
        report.add(tools.ping("web", DockerDemoHost.name("db"), "web pings db"));
        report.add(
            tools.isolation("client", "db", host.must("inspect", "--format", ADDRESS, DockerDemoHost.name("db"))));
        report.add(tools.page("client", web));
        report.add(tools.publishedPage(port));
        report.add(tools.connectionOverRestart("client", "web", web));
        report.add(host.residentMemory());
    }

    /** Three containers on two networks; web is on both. */
    private static void make(final DockerDemoHost host, final int port) throws IOException, InterruptedException
    {
        final String front = DockerDemoHost.name("front");
        final String back = DockerDemoHost.name("back");
        host.network("front");
        host.network("back", "--internal");
        host.container("web", "mkdir /www; echo '" + DockerDemoTools.PAGE + "' > /www/index.html; httpd -f -h /www",
            "--network", front, "--network-alias", "www", "--publish", "127.0.0.1:" + port + ":80");
        host.must("network", "connect", back, DockerDemoHost.name("web"));
        host.container("client", "sleep 1000000", "--network", front);
        host.container("db", "sleep 1000000", "--network", back);
    }
}

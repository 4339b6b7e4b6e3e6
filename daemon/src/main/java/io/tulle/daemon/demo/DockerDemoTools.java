package io.tulle.daemon.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tries one thing each between containers of Docker, with tools of their image. Called by the demo's main thread. */
final class DockerDemoTools
{
    static final String PAGE = "Hello from web, through Tulle.";

    private static final Pattern RECEIVED = Pattern.compile("(\\d+) packets received");
    private static final Pattern AVERAGE = Pattern.compile("= [0-9.]+/([0-9.]+)/");
    private static final int PINGS = 5;
    private static final int STREAM_PORT = 9000;
    private static final int MIN_LINES = 5;
    private static final long MAX_WAIT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final String LINES = "wc -l < /tmp/lines";

    private final DockerDemoHost host;
    private final PrintWriter out;

    DockerDemoTools(final DockerDemoHost host, final PrintWriter out)
    {
        this.host = host;
        this.out = out;
    }

    /** A port of 127.0.0.1 that nobody has. */
    static int freePort() throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")))
        {
            return socket.getLocalPort();
        }
    }

    DemoResult ping(final String from, final String name, final String what) throws IOException, InterruptedException
    {
        final Shell.Outcome outcome = host.exec(from, "ping", "-c", "" + PINGS, "-i", "0.1", "-W", "1", name);
        final Matcher average = AVERAGE.matcher(outcome.output());
        final int received = received(outcome);
        return DemoResult.of(PINGS == received, what, 0 == received ? outcome.lastLine() : received + " of " + PINGS +
            (average.find() ? ", " + average.group(1) + " ms on average" : " answered"));
    }

    DemoResult isolation(final String from, final String to, final String address)
        throws IOException, InterruptedException
    {
        final int received = received(host.exec(from, "ping", "-c", "2", "-W", "1", address));
        return DemoResult.of(0 == received, from + " does not reach " + to + ", which is on another network",
            received + " of 2 answered");
    }

    private static int received(final Shell.Outcome outcome)
    {
        final Matcher received = RECEIVED.matcher(outcome.output());
        return received.find() ? Integer.parseInt(received.group(1)) : 0;
    }

    DemoResult page(final String from, final String name) throws IOException, InterruptedException
    {
        return page(from + " fetches a page from web (wget)",
            host.exec(from, "wget", "-q", "-O", "-", "http://" + name + "/"));
    }

    DemoResult publishedPage(final int port) throws IOException, InterruptedException
    {
        final String url = "http://127.0.0.1:" + port + "/";
        out.println("$ curl -sS " + url);
        return page("the host fetches a page from web's published port (curl)",
            Shell.run("curl", "-sS", "--noproxy", "*", "--max-time", "10", url));
    }

    private static DemoResult page(final String what, final Shell.Outcome outcome)
    {
        return DemoResult.of(outcome.isGood() && outcome.output().strip().equals(PAGE), what, outcome.lastLine());
    }

    /** A line each tenth of a second, by one TCP connection, before Tulle ends and after it started again. */
    DemoResult connectionOverRestart(final String from, final String to, final String name)
        throws IOException, InterruptedException
    {
        host.must("exec", "--detach", DockerDemoHost.name(to), "sh", "-c",
            "while sleep 0.1; do date; done | nc -l -p " + STREAM_PORT);
        host.must("exec", "--detach", DockerDemoHost.name(from), "sh", "-c",
            // a pipe for its input that never ends: nc would say goodbye when there is nothing more to send
            "mkfifo /tmp/pipe; exec 3<>/tmp/pipe; until nc " + name + " " + STREAM_PORT +
            " <&3 > /tmp/lines; do sleep 0.1; done");
        final int before = awaitMoreLines(from, MIN_LINES);
        host.stopTulle();
        final DemoResult start = host.startTulle();
        final int after = awaitMoreLines(from, linesOf(from) + MIN_LINES);
        final boolean isKept = before >= MIN_LINES && after > before;
        return DemoResult.of(isKept && start.isPassed(), "a connection lives through a restart of Tulle",
            before + " lines before, " + after + " in the end; Tulle was " + start.measured());
    }

    private int awaitMoreLines(final String container, final int least) throws IOException, InterruptedException
    {
        final long startNs = System.nanoTime();
        int lines = linesOf(container);
        while (lines < least && System.nanoTime() - startNs < MAX_WAIT_NS)
        {
            TimeUnit.MILLISECONDS.sleep(100);
            lines = linesOf(container);
        }
        return lines;
    }

    private int linesOf(final String container) throws IOException, InterruptedException
    {
        final Shell.Outcome outcome = host.quietly(container, "sh", "-c", LINES);
        return outcome.isGood() && outcome.lastLine().matches("\\d+") ? Integer.parseInt(outcome.lastLine()) : 0;
    }
}

package io.tulle.daemon.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tulle.daemon.DaemonSettings;
import io.tulle.daemon.cli.ResolvConfMount;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tries one thing each between two containers or with the internet, with the tools a user would take. Called by the
 * demo's main thread.
 */
final class DemoTools
{
    private static final Pattern RECEIVED = Pattern.compile("(\\d+) received");
    private static final Pattern AVERAGE = Pattern.compile("= [0-9.]+/([0-9.]+)/");
    private static final int PINGS = 20;

    private final DemoHost host;
    private final PrintWriter out;

    DemoTools(final DemoHost host, final PrintWriter out)
    {
        this.host = host;
        this.out = out;
    }

    /** Whoever asks has Tulle as its resolver. */
    DemoResult name(final String from, final String to, final String address) throws IOException, InterruptedException
    {
        final Shell.Outcome outcome = run(from, "getent", "ahostsv4", to);
        return DemoResult.of(outcome.isGood() && outcome.output().startsWith(address + " "), from + " finds " + to +
            " by name (getent)", outcome.isGood() ? outcome.output().split("\\s")[0] : outcome.lastLine());
    }

    DemoResult ping(final String from, final String to, final String address) throws IOException, InterruptedException
    {
        final Shell.Outcome outcome = run(from, "ping", "-c", "" + PINGS, "-i", "0.02", "-W", "1", address);
        final Matcher average = AVERAGE.matcher(outcome.output());
        final int received = received(outcome);
        return DemoResult.of(PINGS == received, from + " pings " + to,
            received + " of " + PINGS + (average.find() ? ", " + average.group(1) + " ms on average" : " answered"));
    }

    /** The route makes it a trial of the switch and not of the container's routing table. */
    DemoResult isolation(final String from, final String to, final String address)
        throws IOException, InterruptedException
    {
        run(from, "ip", "route", "add", address + "/32", "dev", "eth0");
        final int received = received(run(from, "ping", "-c", "2", "-i", "0.2", "-W", "1", address));
        return DemoResult.of(0 == received, from + " does not reach " + to + ", which is on another network",
            received + " of 2 answered, though routed to the wire");
    }

    DemoResult page(final String from, final String to, final String address) throws IOException, InterruptedException
    {
        serve(to);
        return fetch(from, from + " fetches a page from " + to + " (curl)",
            "http://" + address + ":" + DemoServer.PAGE_PORT + "/");
    }

    /** The server of the page before still runs. */
    DemoResult publishedPage(final String from, final String to, final String hostAddress)
        throws IOException, InterruptedException
    {
        return fetch(from, from + " fetches a page from " + to + "'s published port (curl)",
            "http://" + hostAddress + "/");
    }

    private DemoResult fetch(final String from, final String what, final String url)
        throws IOException, InterruptedException
    {
        final Shell.Outcome outcome =
            run(from, "curl", "-sS", "--max-time", "10", "-w", "%{size_download} %{time_total}", url);
        final boolean isPage = outcome.isGood() && outcome.output().startsWith(DemoServer.PAGE);
        return DemoResult.of(isPage, what, isPage ?
            "%s bytes in %s s".formatted((Object[]) outcome.output().substring(DemoServer.PAGE.length()).split(" ")) :
            outcome.lastLine());
    }

    DemoResult throughput(final String from, final String to, final String address, final int seconds)
        throws IOException, InterruptedException
    {
        final String what = from + " sends to " + to + ", TCP, one stream";
        if (!Shell.exists("iperf3"))
        {
            final Shell.Outcome outcome = run(from, java("StreamClient", address, "" + seconds));
            return DemoResult.of(outcome.isGood(), what + " (iperf3 is missing: own stream)", outcome.lastLine());
        }
        final Process server = host.start(to, List.of("iperf3", "-s", "-1", "--forceflush"));
        awaitLine(server, "Server listening");
        final Shell.Outcome outcome = run(from, "iperf3", "-c", address, "-t", "" + seconds, "--json");
        final JsonNode end = new ObjectMapper().readTree(outcome.output()).path("end").path("sum_received");
        final double gigabits = end.path("bits_per_second").asDouble() / 1e9;
        return DemoResult.of(gigabits > 0, what + " (iperf3)", gigabits > 0 ? "%.1f Gbit/s".formatted(gigabits) :
            outcome.lastLine());
    }

    private void serve(final String container) throws IOException
    {
        awaitLine(host.start(container, java("DemoServer")), DemoServer.READY);
    }

    private static void awaitLine(final Process process, final String start) throws IOException
    {
        final java.io.BufferedReader output = process.inputReader();
        for (String line = output.readLine(); null != line; line = output.readLine())
        {
            if (line.startsWith(start))
            {
                return;
            }
        }
        throw new DemoFailure("the server " + process.info().commandLine().orElse("") + " did not start");
    }

    private static List<String> java(final String mainClass, final String... words)
    {
        final List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java",
            "-XX:+UseSerialGC", "-Xmx64m", "-cp", System.getProperty("java.class.path"),
            DemoTools.class.getPackageName() + "." + mainClass));
        command.addAll(List.of(words));
        return command;
    }

    private Shell.Outcome run(final String container, final String... command) throws IOException, InterruptedException
    {
        return run(container, List.of(command));
    }

    private Shell.Outcome run(final String container, final List<String> command)
        throws IOException, InterruptedException
    {
        out.println(container + "$ " + String.join(" ", command));
        final List<String> words = new ArrayList<>(
            ResolvConfMount.words(DaemonSettings.DEFAULTS.netnsDir(), Path.of(host.namespace(container))));
        words.addAll(command);
        return Shell.run(Shell.inside(host.namespace(container), words));
    }

    private static int received(final Shell.Outcome outcome)
    {
        final Matcher received = RECEIVED.matcher(outcome.output());
        return received.find() ? Integer.parseInt(received.group(1)) : 0;
    }
}

package io.tulle.daemon.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows frames as they pass the switch, or writes them for Wireshark. */
@Command(name = "capture", description = {
    "Show frames as they enter and leave switch ports: one line each, or pcapng with -w.",
    "FILTER is tcpdump's: 'tcp port 80', 'arp or icmp'. Ends by Ctrl-C or --count, with a summary on stderr.",
    "Frames are forwarded whether or not a capture keeps up."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle capture",
        "  tulle capture -c web tcp port 80",
        "  tulle capture --drops                    # only what is dropped, with the reason",
        "  tulle capture -n front -w front.pcapng",
        "  tulle capture -w - | tshark -r -"})
final class CaptureCommand extends TulleCommand
{
    @Option(names = {"-c", "--container"}, paramLabel = "CONTAINER", description = "Only ports of this container.")
    private String container;
    @Option(names = {"-n", "--network"}, paramLabel = "NETWORK", description = "Only ports of this network.")
    private String network;
    @Option(names = {"-d", "--drops"}, description = "Only frames that are dropped.")
    private boolean isDrops;
    @Option(names = {"-w", "--write"}, paramLabel = "FILE", description = "Write pcapng to FILE; - is stdout.")
    private String file;
    @Option(names = "--count", paramLabel = "N", description = "End after N frames.")
    private Long count;
    @Option(names = {"-s", "--snaplen"}, paramLabel = "BYTES", description = "Keep the first BYTES of each frame.")
    private Integer snapLength;
    @Parameters(paramLabel = "FILTER", arity = "0..*", description = "An expression of pcap-filter(7).")
    private List<String> filter;

    @Override
    public Integer call() throws IOException
    {
        try (OutputStream out = open())
        {
            final CaptureOutput capture = isPcapng() ? new PcapngOutput(out) : new LineOutput(out);
            Signals.onSignal("INT", () -> interrupted(capture));
            Signals.onSignal("TERM", () -> interrupted(capture));
            try
            {
                client().capture(query(), capture);
            }
            catch (final IOException ex)
            {
                capture.failed(ex);
            }
            return summary(capture);
        }
    }

    Map<String, String> query()
    {
        final Map<String, String> query = new LinkedHashMap<>();
        query.put("format", isPcapng() ? "pcapng" : "text");
        put(query, "container", container);
        put(query, "network", network);
        put(query, "drops", isDrops ? "true" : null);
        put(query, "count", count);
        put(query, "snaplen", snapLength);
        put(query, "filter", null == filter ? null : String.join(" ", filter));
        return query;
    }

    private static void put(final Map<String, String> query, final String name, final Object value)
    {
        if (null != value)
        {
            query.put(name, value.toString());
        }
    }

    private boolean isPcapng()
    {
        return null != file;
    }

    private OutputStream open() throws IOException
    {
        return null == file || "-".equals(file) ? root().stdout() : Files.newOutputStream(Path.of(file));
    }

    private int summary(final CaptureOutput capture) throws IOException
    {
        capture.finish();
        err().println(capture.frames() + (1 == capture.frames() ? " frame" : " frames") + " captured" +
            (capture.lost() > 0 ? ", " + capture.lost() + " lost because the reader was too slow" : ""));
        return capture.exitCode();
    }

    /** The main thread is inside a read that nothing interrupts, so the signal's thread ends the process. */
    private void interrupted(final CaptureOutput capture)
    {
        int exitCode = ExitCodes.FAILED;
        try
        {
            exitCode = summary(capture);
        }
        catch (final IOException ex)
        {
            err().println("tulle: " + ex.getMessage());
        }
        Runtime.getRuntime().halt(exitCode);
    }
}

package io.tulle.daemon.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows the sessions of the translation, or ends them. */
@Command(name = "sessions", description = {
    "Show what the translation keeps: a line a session, with what goes in and what comes back.",
    "FILTER is tcp, udp, icmp, src ADDRESS[/LENGTH], dst ADDRESS[/LENGTH], port N, state NAME; all words must fit.",
    "With 'flush' before the filter the sessions are ended: their clients must begin anew."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle sessions",
        "  tulle sessions -c web tcp state established",
        "  tulle sessions --json dst 192.0.2.0/24 port 443 | jq length",
        "  tulle sessions --events udp              # until Ctrl-C",
        "  tulle sessions flush -c web port 8080"})
final class SessionsCommand extends TulleCommand
{
    private static final String FLUSH = "flush";

    @Option(names = {"-c", "--container"}, paramLabel = "CONTAINER", description = "Only those of this container.")
    private String container;
    @Option(names = {"-e", "--events"}, description = "Show sessions as they begin and end, until Ctrl-C.")
    private boolean isEvents;
    @Option(names = "--limit", paramLabel = "N", description = "Show N sessions at most.")
    private Integer limit;
    @Mixin
    private JsonOption json;
    @Parameters(paramLabel = "[flush] FILTER", arity = "0..*", description = "Which sessions; none means all.")
    private List<String> words;

    @Override
    public Integer call() throws IOException
    {
        if (isFlush())
        {
            return flush();
        }
        final SessionOutput output = new SessionOutput(root().stdout(), json.isJson(), isEvents);
        Signals.onSignal("INT", () -> Runtime.getRuntime().halt(output.finish()));
        try
        {
            client().sessions(query(), output);
        }
        catch (final IOException ex)
        {
            output.failed(ex);
        }
        return output.finish();
    }

    private int flush()
    {
        if (isEvents || null != limit)
        {
            throw CommandException.usage("flush ends every session that fits: it has no --events and no --limit");
        }
        final int count = client().flushSessions(container, filter());
        if (json.isJson())
        {
            Json.print(out(), Map.of("flushed", count));
        }
        else
        {
            out().println(count + (1 == count ? " session" : " sessions") + " ended");
        }
        return ExitCodes.OK;
    }

    boolean isFlush()
    {
        return null != words && !words.isEmpty() && FLUSH.equals(words.get(0));
    }

    List<String> filter()
    {
        final List<String> filter = null == words ? new ArrayList<>() : new ArrayList<>(words);
        return isFlush() ? filter.subList(1, filter.size()) : filter;
    }

    Map<String, String> query()
    {
        final Map<String, String> query = new LinkedHashMap<>();
        query.put("filter", String.join(" ", filter()));
        if (null != container)
        {
            query.put("container", container);
        }
        if (null != limit)
        {
            query.put("limit", limit.toString());
        }
        if (isEvents)
        {
            query.put("events", "true");
        }
        return query;
    }
}

package io.tulle.daemon.names;

import io.tulle.control.ControlException;
import io.tulle.control.NameSource;
import io.tulle.dns.Forwarding;
import io.tulle.dns.Outcome;
import io.tulle.dns.QueryLogEntry;
import io.tulle.dns.message.DomainName;
import io.tulle.dns.message.RecordText;
import io.tulle.dns.message.RecordType;
import io.tulle.dns.message.ResponseCode;
import io.tulle.dns.resolver.Resolved;
import io.tulle.dns.resolver.ResolverAgent.Explanation;
import io.tulle.dns.zone.NameView;
import io.tulle.dns.zone.NameViews;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Shows a user what the resolver knows, answers and did. Called by threads of the API. */
public final class NameQueries implements NameSource
{
    private static final Comparator<NameRow> ORDER = Comparator
        .comparing(NameRow::network, Comparator.nullsFirst(Comparator.naturalOrder()))
        .thenComparing(NameRow::name);
    private static final long MAX_WAIT_S = 30;
    private static final long NANOS_A_MICRO = 1_000;

    private final NamesParts names;
    private final NameViews views;
    private final QueryWatchers watchers;

    public NameQueries(final NamesParts names)
    {
        this.names = names;
        views = names.context().views();
        watchers = new QueryWatchers(names.context().log(), this::event);
    }

    @Override
    public List<NameRow> names(final String network, final String container)
    {
        final NameRows rows = new NameRows(names.context().settings().ttlS());
        final List<NameView> asking = views(container);
        if (null == container)
        {
            names.model().zones().forEach(rows::add);
        }
        asking.stream().filter((view) -> null != container).forEach((view) -> view.zones().forEach(rows::add));
        asking.forEach(rows::addHosts);
        return rows.rows().stream().filter((row) -> null == network || network.equals(row.network())).sorted(ORDER)
            .toList();
    }

    @Override
    public NameAnswer query(final String container, final String name, final String type)
    {
        final int recordType = check(name, type);
        final NameView view = views(container).stream().min(Comparator.comparing(
            (asking) -> Forwarding.PROHIBITED == asking.forwarding())).orElse(null);
        if (null == view)
        {
            throw ControlException.conflict((null == container ? "no container is" : "container " + container +
                " is not") + " on a network whose gateway answers names");
        }
        final Explanation answer = await(names.resolver().explain(view.port(), name, recordType));
        final Resolved resolved = answer.resolved();
        return new NameAnswer(name, type, view.container(), ResponseCode.text(resolved.responseCode()),
            records(answer.message()), NameWords.of(resolved.outcome()), answer.zone(), text(resolved.server()),
            resolved.latencyNs() / NANOS_A_MICRO, why(answer));
    }

    @Override
    public void log(final String container, final NameSink sink) throws IOException
    {
        watchers.watch(container, sink);
    }

    @Override
    public NameStatistics statistics()
    {
        return new NameTotals(names).statistics();
    }

    @Override
    public int flush()
    {
        return await(names.resolver().flush());
    }

    private NameEvent event(final QueryLogEntry entry)
    {
        final NameView view = views.get(entry.port());
        return new NameEvent(entry.epochMs(), null == view ? null : view.container(),
            null == view ? null : view.network(), entry.name(), RecordType.text(entry.type()),
            ResponseCode.text(entry.responseCode()), NameWords.of(entry.outcome()), entry.latencyNs() / NANOS_A_MICRO);
    }

    /** @return those of a container, or all for null; the one of its first network first. */
    private List<NameView> views(final String container)
    {
        final List<NameView> found = new ArrayList<>();
        for (int port = 0; port < views.capacity(); port++)
        {
            final NameView view = views.get(port);
            if (null != view && (null == container || container.equals(view.container())))
            {
                found.add(view);
            }
        }
        found.sort(Comparator.comparing((view) -> !view.network().equals(view.zones().get(0).network())));
        return found;
    }

    private static int check(final String name, final String type)
    {
        try
        {
            DomainName.encode(name);
            return RecordType.of(type);
        }
        catch (final IllegalArgumentException ex)
        {
            throw ControlException.invalid(ex.getMessage());
        }
    }

    private static <T> T await(final Future<T> future)
    {
        try
        {
            return future.get(MAX_WAIT_S, TimeUnit.SECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw ControlException.failed("interrupted while waiting for an answer");
        }
        catch (final TimeoutException | ExecutionException ex)
        {
            throw ControlException.failed("the resolver did not answer: " + ex);
        }
    }

    private static List<String> records(final byte[] message)
    {
        return null == message ? List.of() : RecordText.lines(new UnsafeBuffer(message), 0, message.length);
    }

    private static String text(final InetSocketAddress server)
    {
        return null == server ? null : server.getAddress().getHostAddress() + '#' + server.getPort();
    }

    private static String why(final Explanation answer)
    {
        final Resolved resolved = answer.resolved();
        final boolean isKept = Outcome.CACHE == resolved.outcome();
        return resolved.outcome().sentence() + (isKept ? ", for " + answer.remainingTtlS() + " s more" : "") +
            (resolved.why().isEmpty() ? "" : "; " + resolved.why());
    }
}

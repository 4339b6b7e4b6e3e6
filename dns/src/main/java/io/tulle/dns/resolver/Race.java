package io.tulle.dns.resolver;

import io.tulle.dns.QuestionKey;
import io.tulle.dns.message.DnsResponse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks the servers of one question until the first useful answer. They come in the order of preference, those that
 * fail last; the next one is asked after a short delay, or at once when one has nothing to say. Datagrams are repeated
 * twice, since they get lost; then TCP is tried, since UDP may be blocked. Servers that fail and are due
 * for a probe are asked from the start, beside the first one. Used by the resolver's thread.
 */
final class Race
{
    static final long END_NS = TimeUnit.SECONDS.toNanos(5); // as long as clients wait (resolv.conf's timeout)

    // RFC 9520 3.1: no more than three questions to a server by one transport
    private static final long[] REPEAT_NS = {TimeUnit.MILLISECONDS.toNanos(400), TimeUnit.MILLISECONDS.toNanos(1_200),
        TimeUnit.MILLISECONDS.toNanos(2_400)};
    private static final int TCP_ROUND = 2; // the last of these

    /** Hears how it ended, once. */
    interface Listener
    {
        /** @param response holds until this returns */
        void onAnswer(Upstream upstream, DnsResponse response, long latencyNs, long nowNs);

        void onFailure(long nowNs);

        /** A server answered that had failed before. */
        void onServerBack();
    }

    private final QuestionKey key;
    private final int client;
    private final Timers timers;
    private final Listener listener;
    private final Timer timer = new Timer(this::onTime);
    private final List<Attempt> attempts = new ArrayList<>();
    private long startedNs;
    private long nextServerNs;
    private int round;
    private boolean isOver;

    /** @param client the switch port that asked first, whose share of what is limited it takes */
    Race(final QuestionKey key, final int client, final List<Upstream> upstreams, final Transport transport,
        final Timers timers, final Listener listener)
    {
        this.key = key;
        this.client = client;
        this.timers = timers;
        this.listener = listener;
        upstreams.stream().filter((upstream) -> !upstream.health().isFailing())
            .forEach((upstream) -> attempts.add(new Attempt(this, upstream, transport)));
        upstreams.stream().filter((upstream) -> upstream.health().isFailing())
            .forEach((upstream) -> attempts.add(new Attempt(this, upstream, transport)));
    }

    QuestionKey key()
    {
        return key;
    }

    int client()
    {
        return client;
    }

    List<Attempt> attempts()
    {
        return attempts;
    }

    /** May end at once: a server that refuses the first datagram has answered. */
    void start(final long nowNs)
    {
        startedNs = nowNs;
        final List<Attempt> probes = attempts.stream().skip(1)
            .filter((attempt) -> attempt.upstream().health().isProbeDue(nowNs)).toList();
        askNext(nowNs);
        probes.stream().filter((attempt) -> !isOver && !attempt.isAsked()).forEach((attempt) -> attempt.ask(nowNs));
        schedule(nowNs);
    }

    private void askNext(final long nowNs)
    {
        for (final Attempt attempt : attempts)
        {
            if (!attempt.isAsked())
            {
                nextServerNs = nowNs + attempt.upstream().health().delayNs();
                attempt.ask(nowNs);
                return;
            }
        }
    }

    private boolean isNextLeft()
    {
        return attempts.stream().anyMatch((attempt) -> !attempt.isAsked());
    }

    private void onTime(final long nowNs)
    {
        attempts.forEach((attempt) -> attempt.noteSilence(nowNs));
        if (nowNs - startedNs >= END_NS)
        {
            fail(nowNs);
            return;
        }
        if (round < REPEAT_NS.length && nowNs - startedNs >= REPEAT_NS[round])
        {
            repeat(round++, nowNs);
        }
        if (!isOver && isNextLeft() && nowNs - nextServerNs >= 0)
        {
            askNext(nowNs);
        }
        schedule(nowNs);
    }

    private void repeat(final int which, final long nowNs)
    {
        for (final Attempt attempt : List.copyOf(attempts))
        {
            if (!isOver && TCP_ROUND == which)
            {
                attempt.askByTcpToo();
            }
            else if (!isOver)
            {
                attempt.repeat(nowNs);
            }
        }
    }

    private void schedule(final long nowNs)
    {
        if (!isOver)
        {
            final long roundNs = startedNs + (round < REPEAT_NS.length ? REPEAT_NS[round] : END_NS);
            timers.set(timer, isNextLeft() && nextServerNs - roundNs < 0 ? nextServerNs : roundNs);
        }
    }

    void onAnswer(final Attempt winner, final DnsResponse response, final long latencyNs, final long nowNs)
    {
        if (!isOver)
        {
            winner.close();
            attempts.stream().filter((attempt) -> attempt != winner).forEach((attempt) -> attempt.onOvertaken(nowNs));
            end();
            listener.onAnswer(winner.upstream(), response, latencyNs, nowNs);
        }
    }

    void onAttemptOver(final long nowNs)
    {
        if (isOver)
        {
            return;
        }
        if (attempts.stream().allMatch(Attempt::isOver))
        {
            fail(nowNs);
        }
        else if (isNextLeft())
        {
            askNext(nowNs);
            schedule(nowNs);
        }
    }

    void onServerBack()
    {
        listener.onServerBack();
    }

    private void fail(final long nowNs)
    {
        close();
        listener.onFailure(nowNs);
    }

    private void end()
    {
        isOver = true;
        timer.cancel();
    }

    /** Ends it without an answer. */
    void close()
    {
        end();
        attempts.forEach(Attempt::close);
    }

    /** What each server did, for a user. */
    String why()
    {
        final StringBuilder text = new StringBuilder();
        for (final Attempt attempt : attempts.stream().filter(Attempt::isAsked).toList())
        {
            final Failure failure = attempt.isOver() ? attempt.failure() : Failure.SILENT;
            text.append(text.isEmpty() ? "" : "; ").append(attempt.upstream()).append(' ').append(failure.sentence());
        }
        return text.toString();
    }

    /** @return whether no server was silent: the ways to all of them failed */
    boolean isNetworkDown()
    {
        return attempts.stream().allMatch((attempt) -> attempt.isOver() && attempt.failure().isOfNetwork());
    }
}

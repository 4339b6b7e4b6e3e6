package io.tulle.dns.resolver;

import io.tulle.dns.DnsContext;
import io.tulle.dns.Responder;
import io.tulle.dns.tcp.MessageHandler;
import io.tulle.dns.zone.NameView;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

/**
 * Answers questions that come by TCP: what a worker would know, else what upstream servers say. Used by the resolver's
 * thread.
 */
final class TcpQuestions implements MessageHandler
{
    static final int MAX_MESSAGE_LENGTH = 65_535;

    private final DnsContext dns;
    private final Resolver resolver;
    private final Ledger ledger;
    private final NanoClock clock;
    private final Responder responder;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MAX_MESSAGE_LENGTH]);

    TcpQuestions(final DnsContext dns, final Resolver resolver, final Ledger ledger, final NanoClock clock)
    {
        this.dns = dns;
        this.resolver = resolver;
        this.ledger = ledger;
        this.clock = clock;
        responder = new Responder(dns.settings(), dns.cache());
    }

    @Override
    public void onMessage(final int port, final byte[] message, final Reply reply)
    {
        final NameView view = dns.views().get(port);
        if (null == view)
        {
            reply.answer(null);
            return;
        }
        final long nowNs = clock.nanoTime();
        buffer.putBytes(0, message);
        final int length = responder.respond(buffer, 0, message.length, view, MAX_MESSAGE_LENGTH, nowNs);
        if (Responder.UNANSWERABLE == length)
        {
            reply.answer(null);
        }
        else if (Responder.UNKNOWN == length)
        {
            resolver.resolve(message, view, MAX_MESSAGE_LENGTH, nowNs, (answer, resolved) ->
            {
                ledger.add(port, message, resolved.outcome(), resolved.responseCode(), resolved.latencyNs());
                reply.answer(answer);
            });
        }
        else
        {
            answerAtOnce(view, message, length, nowNs, reply);
        }
    }

    private void answerAtOnce(final NameView view, final byte[] message, final int length, final long nowNs,
        final Reply reply)
    {
        final byte[] answer = Arrays.copyOf(buffer.byteArray(), length);
        ledger.add(view.port(), message, responder.outcome(), responder.responseCode(), clock.nanoTime() - nowNs);
        if (responder.isRefreshDue())
        {
            resolver.refresh(message, view, nowNs);
        }
        reply.answer(answer);
    }
}

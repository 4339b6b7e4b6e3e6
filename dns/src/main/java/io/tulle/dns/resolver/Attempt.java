package io.tulle.dns.resolver;

import io.tulle.dns.message.DnsResponse;
import io.tulle.dns.message.ResponseCode;
import org.agrona.DirectBuffer;

import java.util.concurrent.TimeUnit;

/**
 * Asks one server one question: by UDP, and by TCP when the answer is too long for that or none comes. Tells its race
 * of a useful answer, or that none is to be hoped for. Used by the resolver's thread.
 */
final class Attempt
{
    private static final long REPEAT_AFTER_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Race race;
    private final Upstream upstream;
    private final Transport transport;
    private UpstreamQuestion question;
    private UdpSocket socket;
    private int id;
    private TcpExchange exchange;
    private long askedNs;
    private boolean isAsked;
    private boolean isRepeated;
    private boolean isCounted;
    private boolean isCaseLost;
    private Failure failure;

    Attempt(final Race race, final Upstream upstream, final Transport transport)
    {
        this.race = race;
        this.upstream = upstream;
        this.transport = transport;
    }

    Upstream upstream()
    {
        return upstream;
    }

    int client()
    {
        return race.client();
    }

    /** @return what went wrong, or null */
    Failure failure()
    {
        return failure;
    }

    boolean isAsked()
    {
        return isAsked;
    }

    boolean isOver()
    {
        return null != failure;
    }

    void ask(final long nowNs)
    {
        isAsked = true;
        askedNs = nowNs;
        upstream.health().onProbe(nowNs);
        askByUdp(nowNs);
    }

    private void askByUdp(final long nowNs)
    {
        socket = transport.udp().get(upstream);
        if (null == socket)
        {
            end(Failure.UNREACHABLE, nowNs);
            return;
        }
        id = socket.add(this, transport.random());
        question = UpstreamQuestion.of(race.key(), id, isCaseLost || upstream.losesCase(nowNs),
            upstream.hasEdns(nowNs), transport.random());
        socket.send(question.message(), nowNs);
    }

    /** Sends the same datagram again: another id would give a forger another chance (RFC 5452 5). */
    void repeat(final long nowNs)
    {
        if (null != socket && nowNs - askedNs >= REPEAT_AFTER_NS)
        {
            isRepeated = true;
            socket.send(question.message(), nowNs);
        }
    }

    /** Asks by TCP beside UDP, which may be blocked on the way (RFC 7766 5). */
    void askByTcpToo()
    {
        if (null != socket && null == exchange)
        {
            exchange = transport.tcp().open(this, question.message());
        }
    }

    void onDatagram(final DirectBuffer message, final int length, final long nowNs)
    {
        final DnsResponse response = transport.response();
        final int check = question.check(response, message, length);
        if (DnsResponse.MATCHING == check)
        {
            onMatch(response, nowNs);
        }
        else if (DnsResponse.INVALID == check)
        {
            end(Failure.GARBAGE, nowNs);
        }
        else
        {
            transport.udp().onIgnored();
            onForeign(DnsResponse.FOREIGN != question.checkAnyCase(response, message, length), nowNs);
        }
    }

    private void onMatch(final DnsResponse response, final long nowNs)
    {
        if (response.isTruncated())
        {
            noteAnswer(nowNs);
            askByTcpInstead(nowNs);
        }
        else
        {
            onResponse(response, nowNs);
        }
    }

    /** A forger who does not know the case, or a server that does not keep it: another answer tells. */
    private void onForeign(final boolean isOtherCase, final long nowNs)
    {
        if (isOtherCase && question.isCaseExact())
        {
            isCaseLost = true;
            askAgain(nowNs);
        }
    }

    private void askAgain(final long nowNs)
    {
        isRepeated = true;
        leaveSocket();
        askByUdp(nowNs);
    }

    private void askByTcpInstead(final long nowNs)
    {
        leaveSocket();
        if (null == exchange && transport.tcp().isFull(client()))
        {
            end(Failure.TOO_MUCH_BY_TCP, nowNs); // which says nothing of the server
            return;
        }
        exchange = null == exchange ? transport.tcp().open(this, question.message()) : exchange;
        if (null == exchange)
        {
            end(Failure.TCP_FAILED, nowNs);
        }
    }

    void onTcpMessage(final DirectBuffer message, final int length, final long nowNs)
    {
        // nobody forges within a connection, so the case may be any
        final DnsResponse response = transport.response();
        final boolean isAnswer = DnsResponse.MATCHING == question.checkAnyCase(response, message, length) &&
            !response.isTruncated();
        if (isAnswer)
        {
            onResponse(response, nowNs);
        }
        else
        {
            end(Failure.GARBAGE, nowNs);
        }
    }

    private void onResponse(final DnsResponse response, final long nowNs)
    {
        final int responseCode = response.responseCode();
        noteAnswer(nowNs);
        if (ResponseCode.FORMERR == responseCode && question.hasOpt() && null != socket)
        {
            upstream.onEdnsRefused(nowNs); // RFC 6891 7: it does not know OPT
            askAgain(nowNs);
        }
        else if (response.isReferral())
        {
            end(Failure.REFERRAL, nowNs);
        }
        else if (ResponseCode.NOERROR == responseCode || ResponseCode.NXDOMAIN == responseCode)
        {
            race.onAnswer(this, response, nowNs - askedNs, nowNs);
        }
        else
        {
            end(Failure.of(responseCode), nowNs);
        }
    }

    private void noteAnswer(final long nowNs)
    {
        if (isCaseLost)
        {
            upstream.onCaseLost(nowNs);
        }
        // an answer to a repeated question may be one to the first (Karn), and TCP takes longer anyway
        if (upstream.health().onAnswer(isRepeated || null != exchange ? 0 : nowNs - askedNs, nowNs))
        {
            race.onServerBack();
        }
    }

    void onUdpFailure(final Failure reason, final long nowNs)
    {
        end(reason, nowNs);
    }

    void onTcpFailure(final long nowNs)
    {
        exchange.close();
        exchange = null; // an answer by UDP may yet say that TCP is needed
        if (null == socket)
        {
            end(Failure.TCP_FAILED, nowNs);
        }
    }

    /**
     * Counts it against the server that it takes longer than any server should. Not if it answers others meanwhile:
     * then it waits for somebody else itself, and who asks for such names could take it from all.
     */
    void noteSilence(final long nowNs)
    {
        if (isAsked && !isOver() && nowNs - askedNs >= UpstreamHealth.SILENCE_NS &&
            !upstream.health().hasAnsweredSince(askedNs))
        {
            countFailure(nowNs);
        }
    }

    /** Another server was faster; that counts if this one had its time. */
    void onOvertaken(final long nowNs)
    {
        if (isAsked && !isOver() && nowNs - askedNs >= upstream.health().delayNs() &&
            !upstream.health().hasAnsweredSince(askedNs))
        {
            countFailure(nowNs);
        }
        close();
    }

    private void end(final Failure reason, final long nowNs)
    {
        close();
        failure = reason;
        if (reason.isOfServer())
        {
            countFailure(nowNs);
        }
        race.onAttemptOver(nowNs);
    }

    private void countFailure(final long nowNs)
    {
        if (!isCounted)
        {
            isCounted = true;
            upstream.health().onFailure(nowNs);
        }
    }

    private void leaveSocket()
    {
        if (null != socket)
        {
            socket.remove(id);
            socket = null;
        }
    }

    void close()
    {
        leaveSocket();
        if (null != exchange)
        {
            exchange.close();
        }
    }
}

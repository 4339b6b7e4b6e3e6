package io.tulle.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dns.resolver.Behaviors;
import io.tulle.dns.resolver.FakeServer;
import io.tulle.dns.resolver.ResolverAgent;
import io.tulle.dns.resolver.ResolverAgent.Explanation;
import io.tulle.dns.zone.NameView;
import io.tulle.dns.zone.ZoneTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** A frame's whole way: worker, link, resolver's thread, a server on loopback, and back by the worker. */
class ResolverThreadTest
{
    private static final long BOUND_NS = TimeUnit.SECONDS.toNanos(20);

    private final DnsRig rig = new DnsRig();
    private final FakeServer server = new FakeServer();
    private final ResolverAgent agent = new ResolverAgent(new DnsContext(DnsSettings.DEFAULTS, rig.views, rig.cache,
        rig.log), rig::nowNs, new Random(1));

    @BeforeEach
    void join()
    {
        agent.links(List.of(rig.link));
        rig.views.put(new NameView(DnsRig.PORT, "c", "net", DnsRig.MTU, Packets.ROUTER_MAC, ZoneTable.EMPTY,
            List.of(rig.zone), new Forwarding(5, List.of(server.address()), Map.of())));
    }

    @AfterEach
    void close()
    {
        agent.onClose();
        server.close();
        rig.close();
    }

    @Test
    void shouldAnswerAFrameByWayOfAServerAndTheNextFromTheCache()
    {
        final Message answer = Packets.answer(forwarded(Packets.ipv4(Packets.question(77, "Web.example.", Type.A))));

        assertEquals(77, answer.getHeader().getID());
        assertEquals("Web.example.", answer.getQuestion().getName().toString());
        assertEquals("192.0.2.1", answer.getSection(Section.ANSWER).get(0).rdataToString());
        assertEquals(1, agent.statistics().answers(Outcome.UPSTREAM));
        assertEquals(1, agent.upstreamLatency().getTotalCount());
        assertEquals("192.0.2.1", rig.ask(Packets.question(78, "web.example.", Type.A)).getSection(Section.ANSWER)
            .get(0).rdataToString());
        assertEquals(1, server.asked());
    }

    @Test
    void shouldAnswerBehindIpv6ExtensionHeaders()
    {
        final byte[] frame = forwarded(Packets.ipv6BehindOptions(Packets.question(7, "web.example.", Type.AAAA)));

        assertEquals("2001:db8:0:0:0:0:0:1", Packets.answer(frame).getSection(Section.ANSWER).get(0).rdataToString());
    }

    @Test
    void shouldLogWhatItAnswers()
    {
        rig.log.set(true);
        forwarded(Packets.ipv4(Packets.question(77, "web.example.", Type.A)));
        final List<QueryLogEntry> entries = new ArrayList<>();
        rig.log.poll(entries::add, 10);

        assertEquals(1, entries.size());
        assertEquals("web.example", entries.get(0).name());
        assertEquals(Outcome.UPSTREAM, entries.get(0).outcome());
    }

    @Test
    void shouldForgetTheQuestionOfAPortThatIsGone()
    {
        server.behavior = Behaviors.says(2);
        assertEquals(0, rig.run(DnsRig.PORT, Packets.ipv4(Packets.question(7, "web.example.", Type.A))).size());
        agent.step();
        agent.onPortGone(DnsRig.PORT);
        until(() -> server.asked() > 0);
        agent.step();

        assertEquals(0, rig.run(DnsRig.PORT).size());
    }

    @Test
    void shouldExplainWhereAnAnswerIsFrom()
    {
        assertEquals("a name of network net", explain("web").resolved().why());
        assertEquals("net", explain("web").zone());
        assertEquals(DnsRig.TTL_S, explain("web").remainingTtlS());
        assertEquals(Outcome.SPECIAL, explain("host.invalid").resolved().outcome());

        final Explanation upstream = explain("www.example");
        assertEquals(Outcome.UPSTREAM, upstream.resolved().outcome());
        assertTrue(upstream.resolved().why().matches("127.0.0.1 port \\d+ answered in \\d+ ms"),
            upstream.resolved().why());
        assertEquals(300, upstream.remainingTtlS());

        rig.worker.passSeconds(12);
        rig.worker.run();
        final Explanation kept = explain("www.example");
        assertEquals(Outcome.CACHE, kept.resolved().outcome());
        assertTrue(kept.resolved().why().endsWith(" answered this 12 s ago"), kept.resolved().why());
        assertEquals(288, kept.remainingTtlS());
    }

    @Test
    void shouldExplainAFailure()
    {
        server.close();
        final Explanation failed = explain("www.example");

        assertEquals(Outcome.FAILED, failed.resolved().outcome());
        assertTrue(failed.resolved().why().contains("nobody listens"), failed.resolved().why());
        assertEquals(Outcome.CACHED_FAILURE, explain("www.example").resolved().outcome());
    }

    @Test
    void shouldSayWhatCannotBeExplained()
    {
        assertThrows(CompletionException.class, () -> agent.explain(1, "a..b", Type.A).join());
        final CompletableFuture<Explanation> unknown = agent.explain(DnsRig.UNKNOWN_PORT, "web", Type.A);
        agent.step();
        assertThrows(CompletionException.class, unknown::join);
    }

    @Test
    void shouldForgetAllThatItKeepsWhenToldTo()
    {
        forwarded(Packets.ipv4(Packets.question(77, "web.example.", Type.A)));
        final CompletableFuture<Integer> flushed = agent.flush();
        agent.step();

        assertEquals(1, flushed.join());
        forwarded(Packets.ipv4(Packets.question(78, "web.example.", Type.A)));
        assertEquals(2, server.asked());
    }

    /** Each task finds the thread waiting, or about to, or awake. */
    @Test
    void shouldWakeUpForEveryTask() throws InterruptedException
    {
        final AtomicBoolean isRunning = new AtomicBoolean(true);
        final Thread thread = new Thread(() ->
        {
            while (isRunning.get())
            {
                agent.doWork();
            }
        });
        thread.start();
        for (int i = 0; i < 2_000; i++)
        {
            assertEquals(Outcome.LOCAL, agent.explain(DnsRig.PORT, "web", Type.A).join().resolved().outcome());
        }
        isRunning.set(false);
        agent.wakeUp();
        thread.join();
    }

    private Explanation explain(final String name)
    {
        final CompletableFuture<Explanation> future = agent.explain(DnsRig.PORT, name, Type.A);
        until(future::isDone);
        return future.join();
    }

    /** @return the frame that comes back when the worker itself has no answer */
    private byte[] forwarded(final byte[] frame)
    {
        assertEquals(0, rig.run(DnsRig.PORT, frame).size());
        final List<byte[]> sent = new ArrayList<>();
        until(() ->
        {
            sent.addAll(rig.run(DnsRig.PORT));
            return !sent.isEmpty();
        });
        return sent.get(0);
    }

    private void until(final BooleanSupplier condition)
    {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean())
        {
            agent.step();
            server.step();
            assertTrue(System.nanoTime() - startNs < BOUND_NS, "it did not happen");
        }
    }
}

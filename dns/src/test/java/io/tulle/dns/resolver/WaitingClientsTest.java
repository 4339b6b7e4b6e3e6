package io.tulle.dns.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dns.DnsSettings;
import io.tulle.dns.Outcome;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;

/** Many who wait: for the same answer, for too many, for none. */
class WaitingClientsTest
{
    @Test
    void shouldAskOnceHoweverManyWait()
    {
        try (ResolverRig rig = new ResolverRig(1))
        {
            final List<ResolverRig.Asked> all = new ArrayList<>();
            for (int i = 0; i < 100; i++)
            {
                all.add(rig.ask("WEB.example.", Type.A, i));
            }
            all.forEach(rig::answered);
            assertEquals(1, rig.server(0).asked());
            assertEquals(100, all.stream().map((asked) -> asked.message().getHeader().getID()).distinct().count());
            assertEquals(0, rig.resolver.waiters());
        }
    }

    @Test
    void shouldAnswerBothAAndAaaaOfOneSocket()
    {
        try (ResolverRig rig = new ResolverRig(1))
        {
            final ResolverRig.Asked a = rig.ask("web.example.", Type.A, ResolverRig.PORT);
            final ResolverRig.Asked aaaa = rig.ask("web.example.", Type.AAAA, ResolverRig.PORT);
            assertEquals("192.0.2.1", rig.answered(a).firstRecord());
            assertEquals("2001:db8:0:0:0:0:0:1", rig.answered(aaaa).firstRecord());
        }
    }

    @Test
    void shouldLimitOneClientAndStarveNobody()
    {
        try (ResolverRig rig = new ResolverRig(1, new DnsSettings(5, 100, 86_400, 10)))
        {
            rig.server(0).behavior = Behaviors.silent();
            final List<ResolverRig.Asked> flood = flood(rig, 100, ResolverRig.PORT);
            assertEquals(90, flood.stream().filter(ResolverRig.Asked::isAnswered).count());
            assertEquals(Outcome.LIMITED, flood.get(99).outcome());
            assertEquals(Rcode.SERVFAIL, flood.get(99).responseCode());

            final ResolverRig.Asked neighbor = rig.ask("web.example.", Type.A, ResolverRig.NEIGHBOR);
            rig.server(0).behavior = Behaviors.answers("192.0.2.1");
            rig.pass(500);
            assertEquals("192.0.2.1", rig.answered(neighbor).firstRecord());
            assertTrue(rig.answered(rig.ask("later.example.")).outcome() != Outcome.LIMITED);
        }
    }

    @Test
    void shouldHaveThousandsOfQuestionsOnTheirWay()
    {
        try (ResolverRig rig = new ResolverRig(1, new DnsSettings(5, 100, 86_400, 5_000)))
        {
            final FakeServer server = rig.server(0);
            server.behavior = Behaviors.silent();
            final List<ResolverRig.Asked> all = new ArrayList<>();
            for (int i = 0; i < 2_000; i++)
            {
                all.add(rig.ask("n" + i + ".example."));
                server.step();
            }
            assertEquals(2_000, rig.resolver.pendingQueries());
            assertTrue(rig.resolver.openSockets() <= UdpSockets.MAX_SOCKETS);
            for (final FakeServer.Received received : server.received)
            {
                server.send(received, Behaviors.answers("192.0.2.1").answers(received.question()).get(0));
                rig.step();
            }
            all.forEach(rig::answered);
            assertTrue(all.stream().allMatch((asked) -> asked.outcome() == Outcome.UPSTREAM));
            assertEquals(0, rig.resolver.openSockets());
        }
    }

    @Test
    void shouldLeaveTcpToOthersWhenOneClientTakesAllItMay()
    {
        try (ResolverRig rig = new ResolverRig(1))
        {
            final FakeServer server = rig.server(0);
            server.behavior = Behaviors.truncates();
            server.tcpBehavior = Behaviors.silent();
            final List<ResolverRig.Asked> flood = flood(rig, 200, ResolverRig.PORT);
            rig.until(() -> 200 - TcpExchanges.MAX_PER_CLIENT ==
                flood.stream().filter(ResolverRig.Asked::isAnswered).count());
            assertTrue(rig.resolver.openSockets() <= TcpExchanges.MAX_PER_CLIENT);
            assertFalse(rig.resolver.isFailing(server.address()), "it is no fault of the server");

            server.tcpBehavior = Behaviors.answers("192.0.2.1");
            final ResolverRig.Asked neighbor = rig.ask("web.example.", Type.A, ResolverRig.NEIGHBOR);
            assertEquals("192.0.2.1", rig.answered(neighbor).firstRecord());
        }
    }

    /** The container that is our server asks us what we asked it. */
    @Test
    void shouldEndALoopToItselfWithTheTime()
    {
        try (ResolverRig rig = new ResolverRig(1))
        {
            final List<ResolverRig.Asked> looped = new ArrayList<>();
            rig.server(0).behavior = (question) ->
            {
                final Message again = question.clone();
                again.getHeader().setID(4_711);
                looped.add(rig.ask(again, ResolverRig.NEIGHBOR, rig.forwarding()));
                return List.of();
            };
            rig.server(0).tcpBehavior = Behaviors.silent();
            final ResolverRig.Asked asked = rig.ask("web.example.");
            rig.pass(5_100);
            assertEquals(Rcode.SERVFAIL, asked.responseCode());
            assertTrue(looped.stream().allMatch(ResolverRig.Asked::isAnswered));
            assertEquals(3, rig.server(0).asked());
        }
    }

    @Test
    void shouldForgetTheQuestionsOfAPortThatIsGone()
    {
        try (ResolverRig rig = new ResolverRig(1))
        {
            rig.server(0).behavior = Behaviors.silent();
            final ResolverRig.Asked gone = rig.ask("web.example.");
            final ResolverRig.Asked stays = rig.ask("web.example.", Type.A, ResolverRig.NEIGHBOR);
            rig.resolver.onPortGone(ResolverRig.PORT);
            assertEquals(1, rig.resolver.waiters());
            rig.server(0).behavior = Behaviors.answers("192.0.2.1");
            rig.pass(500);
            rig.answered(stays);
            assertFalse(gone.isAnswered());
        }
    }

    private static List<ResolverRig.Asked> flood(final ResolverRig rig, final int questions, final int port)
    {
        final List<ResolverRig.Asked> flood = new ArrayList<>();
        for (int i = 0; i < questions; i++)
        {
            flood.add(rig.ask("n" + i + ".example.", Type.A, port));
        }
        return flood;
    }
}

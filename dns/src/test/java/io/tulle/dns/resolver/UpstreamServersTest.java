package io.tulle.dns.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dns.Outcome;
import io.tulle.dns.message.ExtendedError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

import java.util.List;

/** Which servers are asked, in which order, and when the next one's turn is. */
class UpstreamServersTest
{
    private final ResolverRig rig = new ResolverRig(3);
    private final FakeServer first = rig.server(0);
    private final FakeServer second = rig.server(1);
    private final FakeServer third = rig.server(2);

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldAskTheFirstServerOnlyWhenItAnswers()
    {
        final ResolverRig.Asked asked = rig.answer("web.example.");

        assertEquals("192.0.2.1", asked.firstRecord());
        assertEquals(Outcome.UPSTREAM, asked.outcome());
        assertEquals(first.address(), asked.resolved.server());
        assertEquals(1, first.asked());
        assertEquals(0, second.asked());
        assertEquals(0, rig.resolver.pendingQueries());
    }

    @Test
    void shouldRelayNxdomainWithoutASecondServer()
    {
        first.behavior = Behaviors.deniesFor(Rcode.NXDOMAIN, 60, 60);

        assertEquals(Rcode.NXDOMAIN, rig.answer("gone.example.").responseCode());
        rig.pass(6_000);
        assertEquals(0, second.asked());
    }

    @Test
    void shouldRelayNodataWithoutASecondServer()
    {
        first.behavior = Behaviors.deniesFor(Rcode.NOERROR, 60, 60);

        assertEquals(Rcode.NOERROR, rig.answer("web.example.").responseCode());
        assertEquals(0, second.asked());
    }

    @Test
    void shouldAskTheNextServerWhenOneOnlyNamesOthers()
    {
        first.behavior = Behaviors.refers();
        second.behavior = Behaviors.answers("192.0.2.2");

        assertEquals("192.0.2.2", rig.answer("web.example.").firstRecord());
    }

    @Test
    void shouldAskTheNextServerAtOnceWhenOneHasNoAnswer()
    {
        first.behavior = Behaviors.says(Rcode.SERVFAIL);
        second.behavior = Behaviors.says(Rcode.REFUSED);
        third.behavior = Behaviors.answers("192.0.2.3");

        assertEquals("192.0.2.3", rig.answer("web.example.").firstRecord());
    }

    @Test
    void shouldAskTheNextServerAtOnceWhenOneSendsGarbage()
    {
        first.behavior = Behaviors.garbage();
        second.behavior = Behaviors.answers("192.0.2.2");

        assertEquals("192.0.2.2", rig.answer("web.example.").firstRecord());
    }

    @Test
    void shouldTrustAServerThatAnswersOthersWhileSomeNamesHaveNoAnswer()
    {
        final FakeServer.Behavior answers = Behaviors.answers("192.0.2.1");
        first.behavior = (question) -> question.getQuestion().getName().toString().contains("silent") ? List.of() :
            answers.answers(question);
        for (int i = 0; i < 10; i++)
        {
            rig.ask("n" + i + ".silent.");
        }
        rig.pass(50);
        rig.answer("web.example.");
        rig.pass(6_000);

        assertFalse(rig.resolver.isFailing(first.address()));
    }

    @Test
    void shouldAskTheNextServerAtOnceWhenNobodyListens()
    {
        first.close();
        second.behavior = Behaviors.answers("192.0.2.2");

        assertEquals("192.0.2.2", rig.answer("web.example.").firstRecord());
    }

    @Test
    void shouldAskTheNextServerAfterAShortDelayWhenOneIsSilent()
    {
        first.behavior = Behaviors.silent();
        second.behavior = Behaviors.answers("192.0.2.2");
        final ResolverRig.Asked asked = rig.ask("web.example.");

        rig.pass(40);
        assertEquals(0, second.asked());
        rig.pass(400);
        rig.answered(asked);
        assertEquals("192.0.2.2", asked.firstRecord());
    }

    @Test
    void shouldTakeALateAnswerWhileAnotherServerIsAsked()
    {
        first.behavior = Behaviors.silent();
        second.behavior = Behaviors.silent();
        third.behavior = Behaviors.silent();
        final ResolverRig.Asked asked = rig.ask("web.example.");
        rig.pass(900);
        assertTrue(third.asked() > 0);

        first.send(first.received.get(0),
            Behaviors.answers("192.0.2.1").answers(first.received.get(0).question()).get(0));
        rig.answered(asked);
        assertEquals("192.0.2.1", asked.firstRecord());
    }

    @Test
    void shouldAskAFailingServerLastAndProbeItBesideTheOthers()
    {
        first.behavior = Behaviors.silent();
        second.behavior = Behaviors.answers("192.0.2.2");
        fail("a", 2, 500);
        assertTrue(rig.resolver.isFailing(first.address()));
        assertFalse(rig.resolver.isFailing(second.address()));

        final int before = first.asked();
        rig.answer("next.example.");
        assertEquals(before, first.asked());

        rig.pass(1_000);
        first.behavior = Behaviors.answers("192.0.2.1");
        rig.answer("probe.example.");
        rig.until(() -> first.asked() == before + 1);
        assertTrue(second.asked() > 0);
    }

    @Test
    void shouldPreferTheFirstServerAgainWhenItIsBack()
    {
        first.behavior = Behaviors.silent();
        second.behavior = Behaviors.silent();
        third.behavior = Behaviors.silent();
        fail("a", 2, 5_100);
        first.behavior = Behaviors.answers("192.0.2.1");
        rig.pass(2_000);

        assertEquals("192.0.2.1", rig.answer("probe.example.").firstRecord());
        assertFalse(rig.resolver.isFailing(first.address()));
        final int others = second.asked() + third.asked();
        assertEquals("192.0.2.1", rig.answer("next.example.").firstRecord());
        assertEquals(others, second.asked() + third.asked());
    }

    @Test
    void shouldSayWhatEachServerDidWhenAllFail()
    {
        first.behavior = Behaviors.says(Rcode.SERVFAIL);
        second.behavior = Behaviors.says(Rcode.REFUSED);
        third.close();
        final ResolverRig.Asked asked = rig.answer("web.example.");

        assertEquals(Rcode.SERVFAIL, asked.responseCode());
        assertEquals(Outcome.FAILED, asked.outcome());
        assertEquals(ExtendedError.NO_REACHABLE_AUTHORITY, asked.extendedError());
        final String[] parts = asked.resolved.why().split("; ");
        assertTrue(parts[0].contains("SERVFAIL"), parts[0]);
        assertTrue(parts[1].contains("REFUSED"), parts[1]);
        assertTrue(parts[2].contains("nobody listens"), parts[2]);
    }

    @Test
    void shouldSayNetworkErrorWhenNobodyListensAnywhere()
    {
        rig.servers.forEach(FakeServer::close);

        assertEquals(ExtendedError.NETWORK_ERROR, rig.answer("web.example.").extendedError());
    }

    @Test
    void shouldGiveUpAfterFiveSeconds()
    {
        rig.servers.forEach((server) -> server.behavior = Behaviors.silent());
        rig.servers.forEach((server) -> server.tcpBehavior = Behaviors.silent());
        final ResolverRig.Asked asked = rig.ask("web.example.");

        rig.pass(4_900);
        assertFalse(asked.isAnswered());
        rig.pass(200);
        assertTrue(asked.isAnswered());
        assertEquals(Outcome.FAILED, asked.outcome());
        assertEquals(0, rig.resolver.openSockets());
        assertEquals(0, rig.resolver.waiters());
    }

    /** Has servers that are silent now fail a few questions. */
    private void fail(final String prefix, final int questions, final long timeMs)
    {
        for (int i = 0; i < questions; i++)
        {
            final ResolverRig.Asked asked = rig.ask(prefix + i + ".example.");
            rig.pass(timeMs);
            assertTrue(asked.isAnswered());
        }
    }
}

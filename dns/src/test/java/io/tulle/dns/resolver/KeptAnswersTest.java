package io.tulle.dns.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dns.Outcome;
import io.tulle.dns.message.ExtendedError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** How long answers and failures are kept, and what is said while no server answers. */
class KeptAnswersTest
{
    private static final long SECOND_MS = 1_000;

    private final ResolverRig rig = new ResolverRig(1);
    private final FakeServer server = rig.server(0);

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldAnswerFromTheCacheWhileItIsFresh()
    {
        rig.answer("web.example.");
        rig.jump(100 * SECOND_MS);
        final ResolverRig.Asked asked = rig.answer("WEB.example.");

        assertEquals(Outcome.CACHE, asked.outcome());
        assertEquals(Behaviors.TTL_S - 100, asked.message().getSection(Section.ANSWER).get(0).getTTL());
        assertEquals(1, server.asked());
    }

    @Test
    void shouldNotKeepAnAnswerWithoutTimeToLive()
    {
        server.behavior = Behaviors.answers("192.0.2.1", 0);
        rig.answer("web.example.");

        assertEquals(Outcome.UPSTREAM, rig.answer("web.example.").outcome());
        assertEquals(2, server.asked());
    }

    @Test
    void shouldKeepAnAnswerForADayAtTheMost()
    {
        server.behavior = Behaviors.answers("192.0.2.1", 1_000_000);
        rig.answer("web.example.");
        rig.jump(86_399 * SECOND_MS);
        assertEquals(Outcome.CACHE, rig.answer("web.example.").outcome());
        rig.jump(2 * SECOND_MS);
        assertEquals(Outcome.UPSTREAM, rig.answer("web.example.").outcome());
    }

    @Test
    void shouldKeepWhatDoesNotExistAsLongAsTheSoaRecordSays()
    {
        server.behavior = Behaviors.deniesFor(Rcode.NXDOMAIN, 600, 30);
        rig.answer("gone.example.");
        rig.jump(29 * SECOND_MS);
        assertEquals(Outcome.CACHE, rig.answer("gone.example.").outcome());
        assertEquals(Rcode.NXDOMAIN, rig.answer("gone.example.").responseCode());
        rig.jump(2 * SECOND_MS);
        assertEquals(Outcome.UPSTREAM, rig.answer("gone.example.").outcome());
    }

    @Test
    void shouldNotKeepWhatDoesNotExistWithoutSoaRecord()
    {
        server.behavior = Behaviors.says(Rcode.NXDOMAIN);
        rig.answer("gone.example.");
        rig.answer("gone.example.");

        assertEquals(2, server.asked());
    }

    @Test
    void shouldKnowThatANameWhichDoesNotExistHasNoRecordOfAnyType()
    {
        server.behavior = Behaviors.deniesFor(Rcode.NXDOMAIN, 600, 600);
        rig.answer("gone.example.");
        final ResolverRig.Asked asked = rig.answered(rig.ask("Gone.example.", Type.AAAA, ResolverRig.PORT));

        assertEquals(Rcode.NXDOMAIN, asked.responseCode());
        assertEquals(Outcome.CACHE, asked.outcome());
        assertEquals(1, server.asked());
    }

    @Test
    void shouldKnowThatNothingIsBelowANameThatDoesNotExist()
    {
        server.behavior = Behaviors.deniesFor(Rcode.NXDOMAIN, 600, 600);
        rig.answer("gone.example.");
        final ResolverRig.Asked asked = rig.answer("a.b.Gone.example.");

        assertEquals(Rcode.NXDOMAIN, asked.responseCode());
        assertEquals(Outcome.CACHE, asked.outcome());
        assertEquals(1, server.asked());
        rig.answer("other.example.");
        assertEquals(2, server.asked());
    }

    @Test
    void shouldAnswerFromTheCacheOnlyWhenRecursionIsNotDesired()
    {
        assertEquals(Rcode.REFUSED, rig.answered(askWithoutRecursion()).responseCode());
        assertEquals(0, server.asked());
        rig.answer("web.example.");
        assertEquals(Outcome.CACHE, rig.answered(askWithoutRecursion()).outcome());
    }

    private ResolverRig.Asked askWithoutRecursion()
    {
        final Message question = rig.question("web.example.", Type.A);
        question.getHeader().unsetFlag(org.xbill.DNS.Flags.RD);
        return rig.ask(question, ResolverRig.PORT, rig.forwarding());
    }

    @Test
    void shouldAskAgainBeforeAnAnswerIsTooOld()
    {
        rig.answer("web.example.");
        rig.jump(290 * SECOND_MS);
        server.behavior = Behaviors.answers("192.0.2.7");
        rig.refresh("web.example.");
        rig.refresh("web.example.");
        rig.until(() -> 0 == rig.resolver.pendingQueries());

        assertEquals(2, server.asked());
        rig.jump(100 * SECOND_MS);
        assertEquals("192.0.2.7", rig.answer("web.example.").firstRecord());
        assertEquals(2, server.asked());
    }

    @Test
    void shouldServeAnOldAnswerAfterAWhileWhenTheServerIsSilent()
    {
        rig.answer("web.example.");
        rig.jump(301 * SECOND_MS);
        goSilent();
        final ResolverRig.Asked asked = rig.ask("web.example.");
        rig.pass(1_700);
        assertFalse(asked.isAnswered());
        rig.pass(200);

        shouldBeStale(asked);
        shouldBeStale(rig.ask("web.example.")); // another one need not wait
    }

    @Test
    void shouldServeOldAnswersAtOnceWhileTheServerFailsAndFreshOnesSoonAfter()
    {
        rig.answer("web.example.");
        rig.answer("db.example.");
        rig.jump(301 * SECOND_MS);
        goSilent();
        makeFail();
        final int before = server.asked();
        shouldBeStale(rig.ask("web.example.")); // the probe
        shouldBeStale(rig.ask("db.example."));
        rig.until(() -> server.asked() > before);
        assertEquals(1, rig.resolver.pendingQueries());

        server.behavior = Behaviors.answers("192.0.2.8");
        shouldBeStale(rig.ask("db.example."));
        rig.pass(1_000);
        rig.until(() -> !rig.resolver.isFailing(server.address()));
        assertEquals("192.0.2.8", rig.answer("web.example.").firstRecord());
        assertEquals("192.0.2.8", rig.answer("db.example.").firstRecord());
    }

    @Test
    void shouldServeAnOldNxdomainAsSuch()
    {
        server.behavior = Behaviors.deniesFor(Rcode.NXDOMAIN, 30, 30);
        rig.answer("gone.example.");
        rig.jump(31 * SECOND_MS);
        server.close();
        final ResolverRig.Asked asked = rig.answer("gone.example.");

        assertEquals(Rcode.NXDOMAIN, asked.responseCode());
        assertEquals(Outcome.STALE, asked.outcome());
        assertEquals(ExtendedError.STALE_NXDOMAIN_ANSWER, asked.extendedError());
    }

    @Test
    void shouldNotServeWhatIsOlderThanTheSettingsAllow()
    {
        rig.answer("web.example.");
        rig.jump((86_400 + 301) * SECOND_MS);
        server.close();

        assertEquals(Rcode.SERVFAIL, rig.answer("web.example.").responseCode());
    }

    @Test
    void shouldServeAnOldAnswerWhenEveryServerSaysServfail()
    {
        rig.answer("web.example.");
        rig.jump(301 * SECOND_MS);
        server.behavior = Behaviors.says(Rcode.SERVFAIL);

        shouldBeStale(rig.answer("web.example."));
    }

    @Test
    void shouldNotAskAgainForASecondAfterAFailureAndTwiceAsLongAfterTheNext()
    {
        server.behavior = Behaviors.says(Rcode.SERVFAIL);
        assertEquals(Outcome.FAILED, rig.answer("web.example.").outcome());
        final ResolverRig.Asked again = rig.answer("web.example.");
        assertEquals(Outcome.CACHED_FAILURE, again.outcome());
        assertEquals(ExtendedError.CACHED_ERROR, again.extendedError());
        assertTrue(again.resolved.why().contains("SERVFAIL"), again.resolved.why());

        rig.jump(SECOND_MS);
        assertEquals(Outcome.FAILED, rig.answer("web.example.").outcome());
        rig.jump(SECOND_MS);
        assertEquals(Outcome.CACHED_FAILURE, rig.answer("web.example.").outcome());
        rig.jump(SECOND_MS);
        assertEquals(Outcome.FAILED, rig.answer("web.example.").outcome());
        assertEquals(3, server.asked());
        assertEquals(0, rig.cache.size());
    }

    @Test
    void shouldForgetFailuresWhenAServerIsBack()
    {
        goSilent();
        makeFail();
        rig.pass(1_000);
        server.behavior = Behaviors.answers("192.0.2.1");
        assertEquals("192.0.2.1", rig.answer("other.example.").firstRecord());

        assertEquals(Outcome.UPSTREAM, rig.answer("fail1.example.").outcome());
    }

    private void goSilent()
    {
        server.behavior = Behaviors.silent();
        server.tcpBehavior = Behaviors.silent();
    }

    private void makeFail()
    {
        rig.ask("fail0.example.");
        rig.ask("fail1.example.");
        rig.pass(5_100);
        assertTrue(rig.resolver.isFailing(server.address()));
    }

    private static void shouldBeStale(final ResolverRig.Asked asked)
    {
        assertTrue(asked.isAnswered());
        assertEquals(Outcome.STALE, asked.outcome());
        assertEquals(30, asked.message().getSection(Section.ANSWER).get(0).getTTL());
        assertEquals(ExtendedError.STALE_ANSWER, asked.extendedError());
        assertFalse(asked.resolved.why().isEmpty());
    }
}

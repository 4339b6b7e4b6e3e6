package io.tulle.dns.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dns.Outcome;
import io.tulle.dns.QuestionKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

import java.util.concurrent.TimeUnit;

/** RFC 9520: failures are kept, and servers that fail are spared. */
class Rfc9520Test
{
    @Test
    void shouldAskAServerThreeTimesAtTheMostByOneTransportSection31()
    {
        try (ResolverRig rig = new ResolverRig(2))
        {
            rig.servers.forEach((server) -> server.behavior = Behaviors.silent());
            rig.servers.forEach((server) -> server.tcpBehavior = Behaviors.silent());
            final ResolverRig.Asked asked = rig.ask("web.example.");
            rig.pass(5_100);
            assertTrue(asked.isAnswered());
            for (final FakeServer server : rig.servers)
            {
                assertEquals(3, server.asked());
                assertEquals(1, server.receivedByTcp.size());
            }
        }
    }

    @Test
    void shouldKeepThatNobodyAnsweredSection32()
    {
        try (ResolverRig rig = new ResolverRig(1))
        {
            rig.server(0).behavior = Behaviors.silent();
            rig.server(0).tcpBehavior = Behaviors.silent();
            final ResolverRig.Asked asked = rig.ask("web.example.");
            rig.pass(5_000);
            assertEquals(Outcome.FAILED, asked.outcome());
            assertEquals(Outcome.CACHED_FAILURE, rig.ask("web.example.").outcome());
            rig.pass(900);
            assertEquals(Outcome.CACHED_FAILURE, rig.ask("web.example.").outcome());
            assertEquals(3, rig.server(0).asked());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED, Rcode.NOTIMP, Rcode.FORMERR})
    void shouldKeepWhateverErrorOfServersSection32(final int responseCode)
    {
        try (ResolverRig rig = new ResolverRig(1))
        {
            rig.server(0).behavior = Behaviors.says(responseCode);
            final ResolverRig.Asked asked = rig.answer("web.example.");
            final int questions = rig.server(0).asked();
            assertEquals(Rcode.SERVFAIL, asked.responseCode());
            assertEquals(Outcome.CACHED_FAILURE, rig.answer("WEB.example.").outcome());
            assertEquals(questions, rig.server(0).asked());
            assertEquals(Outcome.FAILED,
                rig.answered(rig.ask("web.example.", Type.AAAA, ResolverRig.PORT)).outcome(), "another question");
        }
    }

    @Test
    void shouldKeepAFailureForOneSecondAtLeastAndThirtyAtTheMostSection32()
    {
        final FailureCache failures = new FailureCache();
        long nowNs = -TimeUnit.HOURS.toNanos(1);
        for (final long keptS : new long[]{1, 2, 4, 8, 16, 30, 30})
        {
            failures.add(key(0), "why", nowNs);
            nowNs += TimeUnit.SECONDS.toNanos(keptS);
            assertNotNull(failures.why(key(0), nowNs - 1));
            assertNull(failures.why(key(0), nowNs));
        }
        nowNs += TimeUnit.MINUTES.toNanos(2);
        failures.add(key(0), "why", nowNs);
        assertNull(failures.why(key(0), nowNs + TimeUnit.SECONDS.toNanos(1)), "it is the first one again");
    }

    @Test
    void shouldKeepALimitedNumberOfFailuresSection32()
    {
        final FailureCache failures = new FailureCache();
        for (int i = 0; i <= 8_192; i++)
        {
            failures.add(key(i), "why", 0);
        }
        assertNull(failures.why(key(0), 1));
        assertNotNull(failures.why(key(1), 1));
        assertNotNull(failures.why(key(8_192), 1));
    }

    private static QuestionKey key(final int number)
    {
        return new QuestionKey(new byte[]{1, 'a', 0}, number, 0, 1, number);
    }
}

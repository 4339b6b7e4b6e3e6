package io.tulle.dns.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dns.Outcome;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Servers that do something else with each question, all of it bad but now and then: whoever asks hears once, in time,
 * and never of an address that a forger sent; and nothing stays behind.
 */
class RandomServersTest
{
    private static final int QUESTIONS = 3_000;
    private static final String FORGED = "192.0.2.66";

    private final Random random = new Random(20_261_121);
    private final List<FakeServer.Behavior> behaviors = List.of(Behaviors.answers("192.0.2.1"),
        Behaviors.answers("192.0.2.1", 1), Behaviors.silent(), Behaviors.silent(), Behaviors.garbage(),
        Behaviors.wrongId(), Behaviors.wrongQuestion(), Behaviors.shorterThanAHeader(), Behaviors.truncates(),
        Behaviors.says(Rcode.SERVFAIL), Behaviors.says(Rcode.REFUSED), Behaviors.says(Rcode.FORMERR),
        Behaviors.deniesFor(Rcode.NXDOMAIN, 2, 2), Behaviors.deniesFor(Rcode.NOERROR, 2, 2),
        Behaviors.lowerCases(Behaviors.answers("192.0.2.1")),
        Behaviors.both(Behaviors.wrongQuestion(), Behaviors.answers("192.0.2.1")),
        Behaviors.both(Behaviors.answers("192.0.2.1"), Behaviors.answers("192.0.2.1")), this::damaged);

    private List<byte[]> any(final Message question)
    {
        return behaviors.get(random.nextInt(behaviors.size())).answers(question);
    }

    /** Behind id and question, so that only what is taken for this answer is damaged. */
    private List<byte[]> damaged(final Message question)
    {
        final byte[] answer = Behaviors.says(Rcode.SERVFAIL).answers(question).get(0);
        answer[6 + random.nextInt(6)] ^= (byte) (1 << random.nextInt(8));
        return List.of(answer);
    }

    @Test
    void shouldAnswerEveryoneOnceInTimeWhateverServersDo()
    {
        try (ResolverRig rig = new ResolverRig(3))
        {
            rig.servers.forEach((server) -> server.behavior = this::any);
            rig.servers.forEach((server) -> server.tcpBehavior = this::any);
            final List<ResolverRig.Asked> all = new ArrayList<>();
            for (int i = 0; i < QUESTIONS; i++)
            {
                all.add(rig.ask("n" + random.nextInt(200) + ".example.", 0 == i % 2 ? Type.A : Type.AAAA, i % 7));
                rig.pass(random.nextInt(20));
            }
            rig.pass(6_000);
            all.forEach(RandomServersTest::check);
            assertEquals(0, rig.resolver.waiters());
            assertEquals(0, rig.resolver.pendingQueries());
            assertEquals(0, rig.resolver.openSockets());
            assertTrue(all.stream().anyMatch((asked) -> Outcome.UPSTREAM == asked.outcome()));
            assertTrue(all.stream().anyMatch((asked) -> Outcome.FAILED == asked.outcome()));
        }
    }

    private static void check(final ResolverRig.Asked asked)
    {
        assertTrue(asked.isAnswered());
        assertEquals(1, asked.messages.size());
        assertTrue(asked.resolved.latencyNs() <= Race.END_NS + 20_000_000L, asked.resolved::toString);
        assertTrue(asked.message().toString().indexOf(FORGED) < 0, () -> asked.message().toString());
    }
}

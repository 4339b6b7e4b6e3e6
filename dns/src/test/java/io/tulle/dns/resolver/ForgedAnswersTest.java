package io.tulle.dns.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Answers that were not asked for, and what a forger must guess (RFC 5452). */
class ForgedAnswersTest
{
    private final ResolverRig rig = new ResolverRig(1);
    private final FakeServer server = rig.server(0);

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldIgnoreAnAnswerWithAnotherId()
    {
        shouldIgnore(Behaviors.wrongId());
    }

    @Test
    void shouldIgnoreAnAnswerToAnotherQuestion()
    {
        shouldIgnore(Behaviors.wrongQuestion());
    }

    @Test
    void shouldIgnoreWhatIsShorterThanAHeader()
    {
        shouldIgnore(Behaviors.shorterThanAHeader());
    }

    private void shouldIgnore(final FakeServer.Behavior forged)
    {
        server.behavior = Behaviors.both(forged, Behaviors.answers("192.0.2.1"));

        assertEquals("192.0.2.1", rig.answer("web.example.").firstRecord());
        assertEquals(1, rig.resolver.ignoredAnswers());
        assertEquals(1, server.asked());
    }

    @Test
    void shouldWaitOnWhenAllAnswersAreForged()
    {
        server.behavior = Behaviors.wrongQuestion();
        server.tcpBehavior = Behaviors.silent();
        final ResolverRig.Asked asked = rig.ask("web.example.");
        rig.pass(4_900);

        assertFalse(asked.isAnswered());
    }

    @Test
    void shouldAskAgainInLowerCaseWhenTheServerDoesNotKeepCase()
    {
        server.behavior = Behaviors.lowerCases(Behaviors.answers("192.0.2.1"));
        final String name = "a-name-with-many-letters.example.";

        assertEquals("192.0.2.1", rig.answer(name).firstRecord());
        assertEquals(2, server.asked());
        assertFalse(server.received.get(0).name().equals(name));
        assertEquals(name, server.received.get(1).name());

        assertEquals("192.0.2.1", rig.answer("another-with-many-letters.example.").firstRecord());
        assertEquals(3, server.asked());
    }

    @Test
    void shouldNotTakeAForgedAnswerInOtherCase()
    {
        server.behavior = Behaviors.both(Behaviors.lowerCases(Behaviors.answers("192.0.2.66")),
            Behaviors.answers("192.0.2.1"));
        final ResolverRig.Asked asked = rig.ask("a-name-with-many-letters.example.");
        server.step();
        server.behavior = Behaviors.answers("192.0.2.1");

        assertEquals("192.0.2.1", rig.answered(asked).firstRecord());
    }

    @Test
    void shouldAskWithRandomIdsPortsAndCase()
    {
        final Set<Integer> ids = new HashSet<>();
        final Set<String> cases = new HashSet<>();
        for (int i = 0; i < 64; i++)
        {
            rig.answer("n" + i + ".letters-enough.example.");
            ids.add(server.received.get(i).question().getHeader().getID());
            cases.add(server.received.get(i).name().replaceAll("^.*[0-9]+[.]", ""));
        }
        assertTrue(ids.size() > 60);
        assertTrue(cases.size() > 60);
        assertTrue(server.sourcePorts.size() > 50);
    }

    @Test
    void shouldGiveTheClientTheCaseThatItAskedIn()
    {
        final ResolverRig.Asked asked = rig.answered(rig.ask("WeB.eXample.", Type.A, ResolverRig.PORT));

        assertEquals("WeB.eXample.", asked.message().getQuestion().getName().toString());
        assertTrue(server.received.get(0).name().toLowerCase(Locale.ROOT).equals("web.example."));
    }
}

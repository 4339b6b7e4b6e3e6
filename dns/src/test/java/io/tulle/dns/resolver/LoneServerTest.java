package io.tulle.dns.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.util.Arrays;
import java.util.List;

/** One server: questions that get lost, answers that are too long for UDP, and old servers. */
class LoneServerTest
{
    private final ResolverRig rig = new ResolverRig(1);
    private final FakeServer server = rig.server(0);

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldSendTheSameDatagramAgainWhenItGetsLost()
    {
        server.behavior = Behaviors.silent();
        server.tcpBehavior = Behaviors.silent();
        rig.ask("web.example.");

        rig.pass(390);
        assertEquals(1, server.asked());
        rig.pass(20);
        assertEquals(2, server.asked());
        rig.pass(800);
        assertEquals(3, server.asked());
        rig.pass(3_700);
        assertEquals(3, server.asked());
        assertTrue(Arrays.equals(server.received.get(0).bytes(), server.received.get(2).bytes()));
        assertEquals(1, server.sourcePorts.size());
    }

    @Test
    void shouldAnswerWhenTheRepeatedDatagramArrives()
    {
        server.behavior = Behaviors.silent();
        final ResolverRig.Asked asked = rig.ask("web.example.");
        rig.pass(300);
        server.behavior = Behaviors.answers("192.0.2.1");
        rig.pass(200);

        assertEquals("192.0.2.1", rig.answered(asked).firstRecord());
    }

    @Test
    void shouldAskByTcpWhenTheAnswerIsTruncated()
    {
        server.behavior = Behaviors.truncates();
        server.tcpBehavior = Behaviors.answersOctets(50_000);
        final Message question = rig.question("big.example.", Type.TXT);
        final ResolverRig.Asked asked = rig.answered(rig.ask(question, ResolverRig.PORT, rig.forwarding(), 65_535));

        assertEquals(1, server.receivedByTcp.size());
        assertEquals(50_000 / 220, asked.message().getSection(Section.ANSWER).size());
        rig.until(() -> 0 == rig.resolver.openSockets());
    }

    @Test
    void shouldTruncateForAClientThatHasLessRoom()
    {
        server.behavior = Behaviors.truncates();
        server.tcpBehavior = Behaviors.answersOctets(50_000);
        final ResolverRig.Asked asked = rig.answered(rig.ask("big.example.", Type.TXT, ResolverRig.PORT));

        assertTrue(ResolverRig.isTruncated(asked.message()));
        assertTrue(asked.messages.get(0).length <= 1_232);
    }

    @Test
    void shouldReadAnAnswerByTcpThatComesInPieces()
    {
        server.behavior = Behaviors.truncates();
        server.tcpBehavior = Behaviors.answers("192.0.2.9");
        server.pieceBytes = 1;

        assertEquals("192.0.2.9", rig.answer("web.example.").firstRecord());
    }

    @Test
    void shouldFailWhenTheAnswerByTcpIsGarbage()
    {
        server.behavior = Behaviors.truncates();
        server.tcpBehavior = Behaviors.garbage();

        assertEquals(Rcode.SERVFAIL, rig.answer("web.example.").responseCode());
    }

    @Test
    void shouldAskByTcpAgainWhenTheServerSaysSoAfterTcpFailed()
    {
        server.behavior = Behaviors.silent();
        server.tcpBehavior = (question) -> null; // ends the connection
        final ResolverRig.Asked asked = rig.ask("web.example.");
        rig.pass(4_000);
        server.tcpBehavior = Behaviors.answers("192.0.2.9");
        server.send(server.received.get(0), Behaviors.truncates().answers(server.received.get(0).question()).get(0));

        assertEquals("192.0.2.9", rig.answered(asked).firstRecord());
    }

    @Test
    void shouldTakeAnAnswerWhoseTimeWasReadBeforeTheQuestionWasAsked()
    {
        final ResolverRig.Asked asked = rig.ask("web.example.");
        rig.nowNs -= 1_000_000;

        assertEquals("192.0.2.1", rig.answered(asked).firstRecord());
        assertEquals(0, rig.resolver.pendingQueries());
    }

    @Test
    void shouldAskByTcpAtTheEndWhenUdpIsBlocked()
    {
        server.behavior = Behaviors.silent();
        server.tcpBehavior = Behaviors.answers("192.0.2.9");
        final ResolverRig.Asked asked = rig.ask("web.example.");
        rig.pass(2_200);
        assertFalse(asked.isAnswered());
        rig.pass(300);

        assertEquals("192.0.2.9", rig.answered(asked).firstRecord());
    }

    @Test
    void shouldAskWithoutOptWhenTheServerDoesNotUnderstandIt()
    {
        final FakeServer.Behavior refuses = Behaviors.says(Rcode.FORMERR);
        final FakeServer.Behavior answers = Behaviors.answers("192.0.2.1");
        server.behavior = (question) -> (null == question.getOPT() ? answers : refuses).answers(question);

        assertEquals("192.0.2.1", rig.answer("web.example.").firstRecord());
        assertEquals("192.0.2.1", rig.answer("next.example.").firstRecord());
        assertEquals(3, server.asked());
    }

    @Test
    void shouldTakeARefusalWithoutAQuestion()
    {
        server.behavior = (question) ->
            List.of(Arrays.copyOf(headerOf(Behaviors.says(Rcode.REFUSED).answers(question).get(0)), 12));

        final ResolverRig.Asked asked = rig.answer("web.example.");
        assertEquals(Rcode.SERVFAIL, asked.responseCode());
        assertTrue(asked.resolved.why().contains("REFUSED"), asked.resolved.why());
    }

    private static byte[] headerOf(final byte[] answer)
    {
        answer[5] = 0; // questions
        return answer;
    }
}

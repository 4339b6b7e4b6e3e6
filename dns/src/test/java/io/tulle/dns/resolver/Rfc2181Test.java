package io.tulle.dns.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tulle.dns.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.util.List;

/** RFC 2181: sets of records, their times, and which of them are believed. */
class Rfc2181Test
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
    void shouldKeepASetAsLongAsTheLeastOfItsTimesSection52()
    {
        server.behavior = (question) ->
        {
            final Message answer = FakeServer.begin(question, Rcode.NOERROR);
            final Name name = question.getQuestion().getName();
            answer.addRecord(new ARecord(name, DClass.IN, 300, Behaviors.address("192.0.2.1")), Section.ANSWER);
            answer.addRecord(new ARecord(name, DClass.IN, 20, Behaviors.address("192.0.2.2")), Section.ANSWER);
            return List.of(answer.toWire());
        };
        rig.answer("web.example.");
        rig.jump(19 * SECOND_MS);
        final ResolverRig.Asked kept = rig.answer("web.example.");
        assertEquals(Outcome.CACHE, kept.outcome());
        assertEquals(2, kept.message().getSection(Section.ANSWER).size(), "never a part of a set");
        rig.jump(SECOND_MS);
        assertEquals(Outcome.UPSTREAM, rig.answer("web.example.").outcome());
    }

    /** What comes along with an answer is worth less than an answer: nobody can plant records that way. */
    @Test
    void shouldBelieveRecordsForTheirOwnQuestionOnlySection541()
    {
        server.behavior = (question) -> List.of(withOthers(question).toWire());
        final Message passed = rig.answer("www.example.").message();
        assertEquals(2, passed.getSection(Section.ANSWER).size());
        assertEquals(1, passed.getSection(Section.AUTHORITY).size());

        server.behavior = Behaviors.answers("192.0.2.7");
        for (final String name : new String[]{"web.example.", "ns.example.", "bank.test-bank."})
        {
            assertEquals("192.0.2.7", rig.answer(name).firstRecord(), name);
        }
        assertEquals(Outcome.UPSTREAM, rig.answered(rig.ask("example.", Type.NS, ResolverRig.PORT)).outcome());
    }

    private static Message withOthers(final Message question)
    {
        final Name web = Behaviors.name("web.example.");
        final Name server = Behaviors.name("ns.example.");
        final Message answer = FakeServer.begin(question, Rcode.NOERROR);
        answer.addRecord(new CNAMERecord(question.getQuestion().getName(), DClass.IN, 300, web), Section.ANSWER);
        answer.addRecord(new ARecord(web, DClass.IN, 300, Behaviors.address("192.0.2.1")), Section.ANSWER);
        answer.addRecord(new NSRecord(Behaviors.name("example."), DClass.IN, 300, server), Section.AUTHORITY);
        answer.addRecord(new ARecord(server, DClass.IN, 300, Behaviors.address("192.0.2.53")), Section.ADDITIONAL);
        answer.addRecord(new ARecord(Behaviors.name("bank.test-bank."), DClass.IN, 300,
            Behaviors.address("192.0.2.66")), Section.ADDITIONAL);
        return answer;
    }
}

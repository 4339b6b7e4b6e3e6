package io.tulle.dns.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tulle.dns.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.util.List;

/** RFC 2308: what does not exist, and how long that is known. */
class Rfc2308Test
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
    void shouldKeepThatANameHasNoSuchDataAsLongAsTheSoaRecordSaysSection5()
    {
        server.behavior = Behaviors.deniesFor(Rcode.NOERROR, 600, 30);
        rig.answer("web.example.");
        rig.jump(29 * SECOND_MS);
        final ResolverRig.Asked kept = rig.answer("web.example.");
        assertEquals(Outcome.CACHE, kept.outcome());
        assertEquals(Rcode.NOERROR, kept.responseCode());
        assertEquals(List.of(), kept.message().getSection(Section.ANSWER));
        rig.jump(2 * SECOND_MS);
        assertEquals(Outcome.UPSTREAM, rig.answer("web.example.").outcome());
    }

    @Test
    void shouldNotKeepThatANameHasNoSuchDataWithoutSoaRecordSection5()
    {
        server.behavior = Behaviors.says(Rcode.NOERROR);
        rig.answer("web.example.");
        rig.answer("web.example.");
        assertEquals(2, server.asked());
    }

    /** The time to live of SOA itself tells clients how long, and counts down. */
    @Test
    void shouldRepeatTheSoaRecordWithTheLesserOfItsTimesSections3And6()
    {
        server.behavior = Behaviors.deniesFor(Rcode.NXDOMAIN, 600, 30);
        assertEquals(30, soa(rig.answer("gone.example.")).getTTL());
        rig.jump(20 * SECOND_MS);
        assertEquals(10, soa(rig.answer("gone.example.")).getTTL());
        server.behavior = Behaviors.deniesFor(Rcode.NOERROR, 20, 600);
        assertEquals(20, soa(rig.answer("web.example.")).getTTL());
    }

    @Test
    void shouldAnswerEveryTypeOfANameThatDoesNotExistSection5()
    {
        server.behavior = Behaviors.deniesFor(Rcode.NXDOMAIN, 600, 600);
        rig.answer("gone.example.");
        for (final int type : new int[]{Type.AAAA, Type.MX, Type.HTTPS})
        {
            final ResolverRig.Asked asked = rig.answered(rig.ask("Gone.example.", type, ResolverRig.NEIGHBOR));
            assertEquals(Rcode.NXDOMAIN, asked.responseCode());
            assertEquals(type, asked.message().getQuestion().getType());
            assertEquals("example.", soa(asked).getName().toString());
        }
        assertEquals(1, server.asked());
    }

    /** RFC 4074 4.2: there are servers that say so of AAAA, wrongly. */
    @Test
    void shouldNotTakeADenialOfOneTypeForThatOfATypeThatWasAnsweredBefore()
    {
        server.behavior = Behaviors.answers("192.0.2.1", 20);
        rig.answer("web.example.");
        server.behavior = Behaviors.deniesFor(Rcode.NXDOMAIN, 600, 600);
        rig.answered(rig.ask("web.example.", Type.AAAA, ResolverRig.PORT));
        server.behavior = Behaviors.answers("192.0.2.2");
        rig.jump(21 * SECOND_MS);
        assertEquals("192.0.2.2", rig.answer("web.example.").firstRecord());
    }

    @Test
    void shouldKeepThatANameHasNoSuchDataForThatTypeOnlySection5()
    {
        server.behavior = Behaviors.deniesFor(Rcode.NOERROR, 600, 600);
        rig.answer("web.example.");
        server.behavior = Behaviors.answers("192.0.2.1");
        assertEquals(1, rig.answered(rig.ask("web.example.", Type.AAAA, ResolverRig.PORT)).message()
            .getSection(Section.ANSWER).size());
    }

    @Test
    void shouldKeepWhatDoesNotExistForThreeHoursAtTheMostSection5()
    {
        server.behavior = Behaviors.deniesFor(Rcode.NXDOMAIN, 86_400, 86_400);
        assertEquals(10_800, soa(rig.answer("gone.example.")).getTTL());
        rig.jump(10_799 * SECOND_MS);
        assertEquals(Outcome.CACHE, rig.answer("gone.example.").outcome());
        rig.jump(SECOND_MS);
        assertEquals(Outcome.UPSTREAM, rig.answer("gone.example.").outcome());
    }

    @Test
    void shouldTellAnAliasFromTheNameBehindItThatDoesNotExistSection2()
    {
        server.behavior = (question) -> List.of(aliasOfNothing(question).toWire());
        final ResolverRig.Asked asked = rig.answer("www.example.");
        assertEquals(Rcode.NXDOMAIN, asked.responseCode());
        assertEquals("gone.example.", asked.firstRecord());
        assertEquals(Outcome.CACHE, rig.answer("www.example.").outcome());

        server.behavior = Behaviors.answers("192.0.2.1");
        final ResolverRig.Asked alias = rig.answered(rig.ask("www.example.", Type.CNAME, ResolverRig.PORT));
        assertEquals(Outcome.UPSTREAM, alias.outcome());
        assertEquals(Outcome.UPSTREAM, rig.answer("below.www.example.").outcome());
    }

    private static Message aliasOfNothing(final Message question)
    {
        final Message answer = FakeServer.begin(question, Rcode.NXDOMAIN);
        answer.addRecord(new CNAMERecord(question.getQuestion().getName(), DClass.IN, 60,
            Behaviors.name("gone.example.")), Section.ANSWER);
        answer.addRecord(new SOARecord(Behaviors.name("example."), DClass.IN, 600, Behaviors.name("ns.example."),
            Behaviors.name("root.example."), 1, 2, 3, 4, 600), Section.AUTHORITY);
        return answer;
    }

    @Test
    void shouldKeepAFailureForFiveMinutesAtTheMostSection7()
    {
        server.behavior = Behaviors.says(Rcode.SERVFAIL);
        for (int i = 1; i <= 12; i++)
        {
            assertEquals(Outcome.FAILED, rig.answer("web.example.").outcome());
            assertEquals(Outcome.CACHED_FAILURE, rig.answer("web.example.").outcome());
            assertEquals(i, server.asked());
            rig.jump(300 * SECOND_MS);
        }
    }

    private static Record soa(final ResolverRig.Asked asked)
    {
        assertEquals(List.of(), asked.message().getSection(Section.ANSWER));
        final List<Record> authority = asked.message().getSection(Section.AUTHORITY);
        assertEquals(1, authority.size());
        assertEquals(Type.SOA, authority.get(0).getType());
        return authority.get(0);
    }
}

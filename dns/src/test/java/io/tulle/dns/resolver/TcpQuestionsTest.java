package io.tulle.dns.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tulle.dns.DnsContext;
import io.tulle.dns.Outcome;
import io.tulle.dns.QueryLog;
import io.tulle.dns.zone.NameView;
import io.tulle.dns.zone.NameViews;
import io.tulle.dns.zone.Zone;
import io.tulle.dns.zone.ZoneEntry;
import io.tulle.dns.zone.ZoneTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Messages of TCP connections: local ones, forwarded ones, and such as get no answer. */
class TcpQuestionsTest
{
    private final ResolverRig rig = new ResolverRig(1);
    private final NameViews views = new NameViews(8);
    private final Ledger ledger = new Ledger(new QueryLog());
    private final TcpQuestions questions = new TcpQuestions(
        new DnsContext(ResolverRig.SETTINGS, views, rig.cache, new QueryLog()), rig.resolver, ledger, () -> rig.nowNs);
    private final List<byte[]> answers = new ArrayList<>();

    @BeforeEach
    void join()
    {
        final Zone zone = new Zone("net");
        zone.table(ZoneTable.of(List.of(ZoneEntry.of("web", List.of(Behaviors.address("10.0.0.2")), "web"))));
        views.put(new NameView(ResolverRig.PORT, "c", "net", 1_500, 1, ZoneTable.EMPTY, List.of(zone),
            rig.forwarding()));
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldAnswerANameOfAContainerAtOnce() throws IOException
    {
        questions.onMessage(ResolverRig.PORT, rig.question("web.", Type.A).toWire(), answers::add);

        assertEquals("10.0.0.2", new Message(answers.get(0)).getSection(Section.ANSWER).get(0).rdataToString());
        assertEquals(1, ledger.statistics().answers(Outcome.LOCAL));
    }

    @Test
    void shouldAnswerLargeAnswersOfServersWhole() throws IOException
    {
        rig.server(0).behavior = Behaviors.truncates();
        rig.server(0).tcpBehavior = Behaviors.answersOctets(60_000);
        questions.onMessage(ResolverRig.PORT, rig.question("big.example.", Type.TXT).toWire(), answers::add);
        rig.until(() -> !answers.isEmpty());

        assertEquals(60_000 / 220, new Message(answers.get(0)).getSection(Section.ANSWER).size());
        assertEquals(1, ledger.statistics().answers(Outcome.UPSTREAM));
    }

    @Test
    void shouldEndTheConnectionOfWhatIsNoQuestion()
    {
        questions.onMessage(ResolverRig.PORT, new byte[] {1, 2, 3}, answers::add);
        questions.onMessage(ResolverRig.NEIGHBOR, rig.question("web.", Type.A).toWire(), answers::add);

        assertNull(answers.get(0));
        assertNull(answers.get(1));
    }
}

package io.tulle.dns.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dns.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

/** RFC 8767: answers past their time, but for what {@link KeptAnswersTest} has. */
class Rfc8767Test
{
    private final ResolverRig rig = new ResolverRig(1);
    private final FakeServer server = rig.server(0);

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldBelieveAServerThatTheNameIsGoneSection5()
    {
        rig.answer("web.example.");
        rig.jump(301_000);
        server.behavior = Behaviors.deniesFor(Rcode.NXDOMAIN, 600, 600);
        assertEquals(Rcode.NXDOMAIN, rig.answer("web.example.").responseCode());
        server.behavior = Behaviors.silent();
        assertEquals(Rcode.NXDOMAIN, rig.answer("web.example.").responseCode());
    }

    @Test
    void shouldTakeARefusalForAFailureSection5()
    {
        rig.answer("web.example.");
        rig.jump(301_000);
        server.behavior = Behaviors.says(Rcode.REFUSED);
        final ResolverRig.Asked asked = rig.answer("web.example.");
        assertEquals(Outcome.STALE, asked.outcome());
        assertEquals("192.0.2.1", asked.firstRecord());
    }

    @Test
    void shouldAskBeforeItServesWhatIsPastItsTimeSection5()
    {
        rig.answer("web.example.");
        rig.jump(301_000);
        server.behavior = Behaviors.answers("192.0.2.2");
        final ResolverRig.Asked asked = rig.answer("web.example.");
        assertEquals(Outcome.UPSTREAM, asked.outcome());
        assertEquals("192.0.2.2", asked.firstRecord());
    }

    /** However many clients ask, and for however many names. */
    @Test
    void shouldAskAFailingServerSeldomSection5()
    {
        for (int i = 0; i < 20; i++)
        {
            rig.answer("n" + i + ".example.");
        }
        rig.jump(301_000);
        server.behavior = Behaviors.silent();
        server.tcpBehavior = Behaviors.silent();
        rig.ask("n0.example.");
        rig.ask("n1.example.");
        rig.pass(6_000);
        assertTrue(rig.resolver.isFailing(server.address()));
        final long before = names();
        for (int tenth = 0; tenth < 100; tenth++)
        {
            for (int i = 0; i < 20; i++)
            {
                assertEquals(Outcome.STALE, rig.ask("n" + i + ".example.").outcome());
            }
            rig.pass(100);
        }
        final long probed = names() - before;
        assertTrue(probed >= 5 && probed <= 11, "questions in 10 s: " + probed);
    }

    /** Questions without their repetitions. */
    private long names()
    {
        return server.received.stream().map((received) -> received.question().getHeader().getID() + received.name())
            .distinct().count();
    }
}

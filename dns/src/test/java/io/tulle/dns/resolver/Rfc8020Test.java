package io.tulle.dns.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tulle.dns.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 8020: there is nothing below a name that does not exist. */
class Rfc8020Test
{
    private final ResolverRig rig = new ResolverRig(1);
    private final FakeServer server = rig.server(0);

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldDenyWhatIsBelowWhateverTheTypeSection2()
    {
        server.behavior = Behaviors.deniesFor(Rcode.NXDOMAIN, 600, 600);
        rig.answer("gone.example.");
        for (final int type : new int[]{Type.A, Type.AAAA, Type.MX})
        {
            final ResolverRig.Asked asked = rig.answered(rig.ask("a.b.gone.example.", type, ResolverRig.NEIGHBOR));
            assertEquals(Rcode.NXDOMAIN, asked.responseCode());
            assertEquals(Outcome.CACHE, asked.outcome());
        }
        assertEquals(1, server.asked());
    }

    @Test
    void shouldNotDenyWhatIsBelowANameThatHasNoSuchDataSection2()
    {
        server.behavior = Behaviors.deniesFor(Rcode.NOERROR, 600, 600);
        rig.answer("empty.example.");
        server.behavior = Behaviors.answers("192.0.2.1");
        assertEquals("192.0.2.1", rig.answer("web.empty.example.").firstRecord());
        assertEquals("192.0.2.1", rig.answer("example.").firstRecord());
    }

    @Test
    void shouldDenyNoLongerThanTheNameItselfIsKnownNotToExistSection2()
    {
        server.behavior = Behaviors.deniesFor(Rcode.NXDOMAIN, 600, 30);
        rig.answer("gone.example.");
        server.behavior = Behaviors.answers("192.0.2.1");
        rig.jump(31_000);
        assertEquals("192.0.2.1", rig.answer("web.gone.example.").firstRecord());
    }
}

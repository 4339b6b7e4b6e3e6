package io.tulle.dns.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dns.Forwarding;
import io.tulle.dns.Outcome;
import io.tulle.dns.message.ExtendedError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Map;

/** Which servers a name goes to, and what is said without any. */
class ServerChoiceTest
{
    private final ResolverRig rig = new ResolverRig(3);

    @AfterEach
    void close()
    {
        rig.close();
    }

    private ResolverRig.Asked ask(final String name, final Forwarding forwarding)
    {
        return rig.answered(rig.ask(rig.question(name, Type.A), ResolverRig.PORT, forwarding));
    }

    @Test
    void shouldAskTheServersOfTheLongestDomain()
    {
        rig.server(0).behavior = Behaviors.answers("192.0.2.1");
        rig.server(1).behavior = Behaviors.answers("192.0.2.2");
        rig.server(2).behavior = Behaviors.answers("192.0.2.3");
        final Forwarding split = new Forwarding(3, List.of(rig.server(0).address()), Map.of(
            "corp.example", List.of(rig.server(1).address()),
            "lab.corp.example", List.of(rig.server(2).address())));

        assertEquals("192.0.2.1", ask("example.", split).firstRecord());
        assertEquals("192.0.2.1", ask("notcorp.example.", split).firstRecord());
        assertEquals("192.0.2.2", ask("CORP.example.", split).firstRecord());
        assertEquals("192.0.2.2", ask("web.Corp.example.", split).firstRecord());
        assertEquals("192.0.2.3", ask("a.b.lab.corp.example.", split).firstRecord());
    }

    @Test
    void shouldNotCutADomainOffThatOtherServersKnow()
    {
        rig.server(0).behavior = Behaviors.deniesFor(Rcode.NXDOMAIN, 600, 600);
        rig.server(1).behavior = Behaviors.answers("192.0.2.2");
        final Forwarding split = new Forwarding(3, List.of(rig.server(0).address()),
            Map.of("corp.example", List.of(rig.server(1).address())));
        ask("example.", split);

        assertEquals("192.0.2.2", ask("web.corp.example.", split).firstRecord());
    }

    @Test
    void shouldSayThatNoServerIsConfigured()
    {
        final ResolverRig.Asked asked = ask("web.example.", new Forwarding(3, List.of(), Map.of()));

        assertEquals(Rcode.SERVFAIL, asked.responseCode());
        assertEquals(Outcome.FAILED, asked.outcome());
        assertEquals(ExtendedError.NOT_READY, asked.extendedError());
        assertTrue(asked.resolved.why().startsWith("no server is configured"), asked.resolved.why());
    }

    @Test
    void shouldSayThatNamesOfADomainWithoutServersDoNotExist()
    {
        final ResolverRig.Asked asked = ask("web.corp.example.",
            new Forwarding(3, List.of(rig.server(0).address()), Map.of("corp.example", List.of())));

        assertEquals(Rcode.NXDOMAIN, asked.responseCode());
        assertEquals(Outcome.SPECIAL, asked.outcome());
    }

    @Test
    void shouldAskNobodyForAContainerOnInternalNetworks()
    {
        final ResolverRig.Asked asked = ask("web.example.", Forwarding.PROHIBITED);

        assertEquals(Rcode.SERVFAIL, asked.responseCode());
        assertEquals(Outcome.PROHIBITED, asked.outcome());
        assertEquals(ExtendedError.PROHIBITED, asked.extendedError());
        assertFalse(rig.servers.stream().anyMatch((server) -> server.asked() > 0));
    }
}

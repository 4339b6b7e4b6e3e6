package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The behaviours that aardvark-dns, podman's server for names, is tested for, under their names there. */
@Tag("root")
class AardvarkScenarioTest
{
    /** As long as a name may be. */
    private static final String LONG_NAME = "podman" + "1".repeat(57);
    private static final String YAML = Internet.UPLINK + """
        networks:
          podman1: {enable_ipv6: true, ipam: {config: [{subnet: 10.95.1.0/24}, {subnet: "fd95:1::/64"}]}}
          podman2: {ipam: {config: [{subnet: 10.95.2.0/24}]}}
          podman3: {enable_ipv4: false, enable_ipv6: true, ipam: {config: [{subnet: "fd95:3::/64"}]}}
          inside: {internal: true, ipam: {config: [{subnet: 10.95.4.0/24}]}}
          inside6: {internal: true, enable_ipv4: false, enable_ipv6: true, ipam: {config: [{subnet: "fd95:5::/64"}]}}
          %s: {}
        containers:
          aone:
            netns: "@aone"
            networks: {podman1: {ipv4_address: 10.95.1.11, ipv6_address: "fd95:1::11", aliases: [a1, 1a]}}
          atwo:
            netns: "@atwo"
            networks: {podman1: {ipv4_address: 10.95.1.12, ipv6_address: "fd95:1::12", aliases: [a2, 2a]}}
          bone: {netns: "@bone", networks: {podman2: {ipv4_address: 10.95.2.11}}}
          cone: {netns: "@cone", networks: {podman3: {ipv6_address: "fd95:3::11"}}}
          abtwo:
            netns: "@abtwo"
            networks: {podman1: {ipv4_address: 10.95.1.20}, podman2: {ipv4_address: 10.95.2.20, aliases: [b2]}}
          ione: {netns: "@ione", networks: {inside: {ipv4_address: 10.95.4.11}}, dns: [192.0.2.2]}
          isix: {netns: "@isix", networks: {inside6: {ipv6_address: "fd95:5::11"}}, dns: ["2001:db8:2::2"]}
          lone: {netns: "@lone", networks: {%s: {}}}
          bad: {netns: "@bad", networks: {podman1: {}}, dns: [192.0.2.7]}
          good: {netns: "@good", networks: {podman1: {}}, dns: [192.0.2.3, 192.0.2.4]}
          fallback: {netns: "@fallback", networks: {podman1: {}}, dns: [192.0.2.7, 192.0.2.3]}
        """;

    @RegisterExtension
    static final TestHost HOST = new TestHost();

    private static Upstreams upstreams;
    private static Container aone;
    private static Container bone;
    private static Container abtwo;
    private static Instance tulle;

    @BeforeAll
    static void start()
    {
        for (final String name : "aone atwo bone cone abtwo ione isix lone bad good fallback".split(" "))
        {
            HOST.container(name);
        }
        aone = HOST.existing("aone");
        bone = HOST.existing("bone");
        abtwo = HOST.existing("abtwo");
        upstreams = Upstreams.start(Internet.connect(HOST));
        HOST.resolvConf("nameserver 192.0.2.2\n");
        // theirs must fail to start beside a server on port 53 of the host ("udp port is already bound")
        NameServer.strange(HOST.host(), "0.0.0.0", "--tag", "99");
        tulle = HOST.tulle();
        tulle.up(YAML.formatted(LONG_NAME, LONG_NAME));
    }

    private static Dig ask(final String container, final String... words)
    {
        return Dig.ask(HOST.existing(container), words);
    }

    @Test
    void basicContainerDnsItselfCustomBadDnsServer()
    {
        ask("bad", "aone").has("10.95.1.11");
        ask("bad", "www.example").is("SERVFAIL");
    }

    @Test
    void basicContainerDnsItselfCustomGoodDnsServer()
    {
        ask("good", "aone").has("10.95.1.11");
        ask("good", "www.example").has("203.0.113.3");
    }

    @Test
    void basicContainerDnsItselfBadAndGoodShouldFallBack()
    {
        ask("fallback", "aone").has("10.95.1.11");
        ask("fallback", "www.example").has("203.0.113.3");
    }

    @Test
    void basicContainerDnsItselfCustom()
    {
        final Dig dig = ask("aone", "aone").has("10.95.1.11");
        assertTrue(!dig.text().contains("recursion requested but not available"), dig::text);
        ask("aone", "www.example").has("203.0.113.2");
    }

    @Test
    void basicContainerNdotsIncompleteBadEntryMustNxdomainInsteadOfForwardingAndTimingOut()
    {
        ask("aone", "nx", "NS").is("NXDOMAIN"); // forwarded as Docker does, and the answer comes from there
        ask("aone", "bone.podman1", "NS").is(ask("aone", "nobody.podman1", "NS").status());
    }

    @Test
    void basicContainerDnsItselfOnContainerWithIpaddressV6()
    {
        ask("aone", "aone", "AAAA").has("fd95:1::11");
        ask("aone", "www.example", "AAAA").has("2001:db8:cb::2");
    }

    @Test
    void basicContainerDnsItselfWithLongNetworkName()
    {
        assertEquals(1, ask("lone", "lone").values().size());
        assertEquals(1, ask("lone", "lone." + LONG_NAME).values().size());
    }

    @Test
    void twoContainersOnTheSameNetwork()
    {
        ask("aone", "atwo").has("10.95.1.12");
        ask("atwo", "aone").has("10.95.1.11");
    }

    @Test
    void basicContainerInternalNetworkHasNoDns()
    {
        ask("ione", "ione").has("10.95.4.11");
        assertEquals(List.of(), ask("ione", "internal.example", "NS").values());
        assertEquals(0, upstreams.questions("internal.example"));
    }

    @Test
    void basicContainerInternalNetworkHasNoDnsIpv6()
    {
        ask("isix", "isix", "AAAA").has("fd95:5::11");
        assertEquals(List.of(), ask("isix", "internal6.example", "NS").values());
        assertEquals(0, upstreams.questions("internal6.example"));
    }

    @Test
    void dnsOverTcp()
    {
        assertTrue(ask("aone", "+tcp", "atwo").has("10.95.1.12").isByTcp());
        ask("aone", "+tcp", "tcp.example").has("203.0.113.2");
        assertEquals(400, ask("aone", "+tcp", "big.example").values().size());
    }

    @Test
    void checkForIncorrectTcpPacket()
    {
        assertEquals("silence", NameServer.client(aone, "tcp", "00").out().strip().replace("closed", "silence"));
        NameServer.client(aone, "tcp", "0002ffff");
        ask("aone", "+tcp", "atwo").has("10.95.1.12");
    }

    @Test
    void nameserversUpdatedWhenResolvConfIsModified()
    {
        HOST.resolvConf("nameserver 192.0.2.4\n");
        Eventually.eventually("the other server's answer",
            () -> "203.0.113.4".equals(ask("aone", System.nanoTime() + ".updated.example").value()));
        HOST.resolvConf("nameserver 192.0.2.2\n");
        Eventually.eventually("the first server's answer",
            () -> "203.0.113.2".equals(ask("aone", System.nanoTime() + ".updated.example").value()));
    }

    @Test
    void twoContainersOnDifferentNetworks()
    {
        assertEquals("203.0.113.2", ask("aone", "bone").value(), "the world may have such a name");
        assertEquals("203.0.113.2", ask("bone", "aone").value());
        ask("aone", "aone").has("10.95.1.11");
        ask("bone", "bone").has("10.95.2.11");
    }

    /** A container on both is answered with both of its addresses there; as in Docker, those of one network here. */
    @Test
    void twoSubnetsWithIsolatedContainerAndOneShared()
    {
        ask("aone", "abtwo").has("10.95.1.20");
        ask("bone", "abtwo").has("10.95.2.20");
        for (final String gateway : new String[]{"@10.95.1.1", "@10.95.2.1"})
        {
            ask("abtwo", gateway, "aone").has("10.95.1.11");
            ask("abtwo", gateway, "bone").has("10.95.2.11");
            ask("abtwo", gateway, "abtwo").has("10.95.1.20");
            ask("abtwo", gateway, "abtwo.podman2").has("10.95.2.20");
        }
    }

    @Test
    void threeNetworksWithAConnect()
    {
        tulle.tulle("network", "connect", "podman2", "atwo").ok();
        ask("atwo", "bone").has("10.95.2.11");
        assertEquals(1, ask("bone", "atwo").values().size());
        ask("aone", "atwo").has("10.95.1.12");
        tulle.tulle("network", "disconnect", "podman2", "atwo").ok();
        assertEquals("203.0.113.2", ask("atwo", "bone").value());
    }

    @Test
    void threeSubnetsOneContainerOnTwoOfTheSubnetsNetworkConnect()
    {
        tulle.tulle("network", "create", "--subnet", "10.95.9.0/24", "between").ok();
        tulle.tulle("network", "connect", "--alias", "aone_nw", "between", "aone").ok();
        tulle.tulle("network", "connect", "--alias", "bone_nw", "between", "bone").ok();
        for (final String name : new String[]{"bone", "bone_nw", "bone.between"})
        {
            ask("aone", "@10.95.9.1", name).has("10.95.9.3");
            ask("aone", "@10.95.1.1", name).has("10.95.9.3");
        }
        ask("bone", "@10.95.9.1", "aone_nw").has("10.95.9.2");
        ask("bone", "@10.95.2.1", "aone").has("10.95.9.2");
        tulle.tulle("network", "disconnect", "between", "aone").ok();
        tulle.tulle("network", "disconnect", "between", "bone").ok();
        tulle.tulle("network", "rm", "between").ok();
    }

    @Test
    void threeSubnetsTwoIpaddressV6AndOneIpaddressV4OneContainerOnTwoOfTheSubnetsNetworkConnect()
    {
        tulle.tulle("network", "connect", "--alias", "aone_nw", "podman3", "aone").ok();
        ask("aone", "@fd95:3::1", "cone", "AAAA").has("fd95:3::11");
        ask("aone", "@10.95.1.1", "cone", "AAAA").has("fd95:3::11");
        assertEquals(1, ask("cone", "aone_nw", "AAAA").values().size());
        ask("cone", "aone_nw", "A").is("NOERROR");
        tulle.tulle("network", "disconnect", "podman3", "aone").ok();
    }

    @Test
    void twoContainersOnTheSameNetworkWithAliases()
    {
        ask("aone", "a2").has("10.95.1.12");
        ask("aone", "2a").has("10.95.1.12");
        ask("atwo", "a1").has("10.95.1.11");
        ask("atwo", "1a").has("10.95.1.11");
        ask("bone", "b2").has("10.95.2.20");
    }

    @Test
    void checkReverseLookups()
    {
        ask("aone", "-x", "10.95.1.12").has("atwo.podman1.");
        ask("atwo", "-x", "10.95.1.11").has("aone.podman1.");
    }

    @Test
    void checkReverseLookupsOnIpaddressV6()
    {
        ask("aone", "-x", "fd95:1::12").has("atwo.podman1.");
        ask("atwo", "-x", "fd95:1::11").has("aone.podman1.");
    }

    /** Theirs fails to start; in Tulle no socket of the host has to do with it. */
    @Test
    void aardvarkDnsShouldFailWhenUdpPortIsAlreadyBound()
    {
        ask("aone", "+notcp", "atwo").has("10.95.1.12");
        assertEquals("203.0.113.99", new Dig(HOST.host().run("dig", "@127.0.0.1", "host.example").ok().out()).value());
    }

    @Test
    void aardvarkDnsShouldFailWhenTcpPortIsAlreadyBound()
    {
        ask("aone", "+tcp", "atwo").has("10.95.1.12");
        assertEquals("203.0.113.99",
            new Dig(HOST.host().run("dig", "+tcp", "@127.0.0.1", "host.example").ok().out()).value());
    }
}

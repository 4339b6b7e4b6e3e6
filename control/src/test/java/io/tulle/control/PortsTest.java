package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.Cidr;
import io.tulle.config.NatSpec;
import io.tulle.config.PortMapping;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** What is published where, from a file and live, and that it follows its container. */
class PortsTest extends ServiceTest
{
    private static final String SITE = """
        name: site
        uplink: {interface: eth0}
        networks:
          front: {ipam: {config: [{subnet: 10.30.0.0/24}]}}
          inner: {internal: true, ipam: {config: [{subnet: 10.31.0.0/24}]}}
          side: {ipam: {config: [{subnet: 10.32.0.0/24}]}}
        containers:
          web: {netns: web, networks: {front: {}}, ports: ["8080:80", "127.0.0.1:8443:443"]}
          db: {netns: db, networks: {inner: {}}}
          any: {netns: any, networks: {side: {}}, ports: ["8000-8010:90", 91]}
        """;

    @BeforeEach
    void apply()
    {
        assertEquals(List.of(), service.apply(topology(SITE)).failures());
    }

    @Test
    void shouldPublishLastAndExactPortsFirst()
    {
        final int first = fabric.calls.indexOf("publish 0.0.0.0:8080->80/tcp of web to 10.30.0.2");
        assertEquals(List.of("publish 0.0.0.0:8080->80/tcp of web to 10.30.0.2",
            "publish 127.0.0.1:8443->443/tcp of web to 10.30.0.2",
            "publish 0.0.0.0:8000-8010->90/tcp of any to 10.32.0.2", "publish 0.0.0.0:0->91/tcp of any to 10.32.0.2"),
            fabric.calls.subList(first, fabric.calls.size()));
        assertEquals("uplink default by eth0", fabric.calls.get(0));
        assertTrue(service.plan(topology(SITE)).isEmpty());
    }

    @Test
    void shouldTellWhatIsReachableFromWhere()
    {
        assertEquals(List.of("8000 any 90 side [anyone] [default]", "8080 web 80 front [anyone] [default]",
            "8443 web 443 front [host only] []", "32768 any 91 side [anyone] [default]"),
            service.ports(null).stream().map(port -> port.hostPort() + " " + port.container() + " " +
                port.containerPort() + " " + port.network() + " " + port.from() + " " + port.uplinks()).toList());
        assertEquals(2, service.ports("web").size());
        assertEquals(List.of("0.0.0.0:8080->80/tcp", "127.0.0.1:8443->443/tcp"), service.containers().stream()
            .filter(row -> "web".equals(row.name())).findFirst().orElseThrow().ports());
    }

    @Test
    void shouldChangePortsWithoutTouchingTheRest()
    {
        fabric.takeCalls();
        final String changed = SITE.replace("\"8080:80\", ",
            "{target: 80, published: 8080, allow: [192.0.2.0/24]}, 8081:81, ").replace("\"127.0.0.1:8443:443\"", "")
            .replace("81, ]", "81]").replace("eth0", "eth1");
        final Plan plan = service.plan(topology(changed));
        assertEquals(List.of("- port 127.0.0.1:8443:443/tcp of web",
            "~ uplink default: interface eth0 -> eth1 (its sessions end)",
            "~ port 8080:80/tcp of web: allow [] -> [192.0.2.0/24]", "+ port 8081:81/tcp of web"), plan.lines());
        assertEquals(List.of(), service.apply(topology(changed)).failures());
        assertEquals(List.of("unpublish 127.0.0.1:8443->443/tcp of web", "uplink default by eth1",
            "publish 0.0.0.0:8080->80/tcp of web to 10.30.0.2", "publish 0.0.0.0:8081->81/tcp of web to 10.30.0.2"),
            fabric.takeCalls());
    }

    @Test
    void shouldChangeWayOutHostAccessAndTranslationInPlace()
    {
        fabric.takeCalls();
        final String changed = SITE.replace("{subnet: 10.32.0.0/24}]}}",
            "{subnet: 10.32.0.0/24}]}, uplink: none, host_access: false}") + "nat: {timeouts: {udp: 2m}}\n";
        assertEquals(List.of("~ settings of nat: timeouts.udp PT5M -> PT2M",
            "~ network side: uplink default -> none, host_access true -> false"),
            service.plan(topology(changed)).lines());
        service.apply(topology(changed));
        assertEquals(List.of("nat udp 120", "update side"), fabric.takeCalls());
    }

    @Test
    void shouldFollowTheDefaultRoute()
    {
        fabric.takeCalls();
        service.connect(new Connect("side", "web", null, null, null, null, null, 5));
        assertEquals(List.of("attach web to side as eth1 10.32.0.3/24", "gateway of web is side 10.32.0.1",
            "unpublish 127.0.0.1:8443->443/tcp of web", "unpublish 0.0.0.0:8080->80/tcp of web",
            "publish 0.0.0.0:8080->80/tcp of web to 10.32.0.3", "publish 127.0.0.1:8443->443/tcp of web to 10.32.0.3"),
            fabric.takeCalls());
        service.disconnect("side", "web", false);
        assertEquals("unpublish 127.0.0.1:8443->443/tcp of web", fabric.calls.get(0));
        assertEquals("publish 127.0.0.1:8443->443/tcp of web to 10.30.0.2", fabric.calls.get(5));
        service.disconnect("front", "web", false);
        assertEquals(List.of("null", "null"),
            service.ports("web").stream().map(port -> String.valueOf(port.network())).toList());
    }

    @Test
    void shouldPublishLiveAndTakeBack()
    {
        fabric.takeCalls();
        final PublishedPort port = service.publish("web",
            PortMapping.parse("9000-9001:80-81").allow(List.of(Cidr.parse("192.0.2.0/24"))));
        assertEquals(9000, port.hostPort());
        assertEquals(9001, port.hostPortEnd());
        assertEquals(32_768, service.publish("web", PortMapping.parse("53/udp")).hostPort());
        assertTrue(service.plan(topology(SITE)).isEmpty(), "what is published live stays");
        fabric.takeCalls();
        service.unpublish("web", "9000-9001:80-81");
        service.unpublish("web", "32768/udp");
        service.unpublish("web", "8080");
        assertEquals(List.of("unpublish 0.0.0.0:9000-9001->80-81/tcp of web",
            "unpublish 0.0.0.0:32768->53/udp of web", "unpublish 0.0.0.0:8080->80/tcp of web"), fabric.takeCalls());
        assertEquals(List.of("+ port 8080:80/tcp of web"), service.plan(topology(SITE)).lines());
        assertRefused(404, "No public port '1' published for web", () -> service.unpublish("web", "1"));
    }

    @Test
    void shouldRefuseWhatCannotBePublishedAndSayWhoHasIt()
    {
        fabric.takeCalls();
        assertRefused(409, "container any port 127.0.0.1:8080:1/tcp: Bind for 127.0.0.1:8080 failed: port is already " +
            "allocated: container web publishes 0.0.0.0:8080->80/tcp",
            () -> service.publish("any", PortMapping.parse("127.0.0.1:8080:1")));
        assertRefused(409, "port 50000 is in the ports 49152-65535 that uplink default has for translation; choose " +
            "one outside of them", () -> service.publish("any", PortMapping.parse("50000:1")));
        assertRefused(409, "container db has no default route that a port could lead in by; connect it to a network " +
            "that is not internal", () -> service.publish("db", PortMapping.parse("5432:5432")));
        assertEquals(List.of(), fabric.takeCalls());
        fabric.takenPorts.add(7000);
        assertRefused(409, "container any port 7000:1/tcp: Bind for 0.0.0.0:7000 failed: port is already allocated",
            () -> service.publish("any", PortMapping.parse("7000:1")));
        assertEquals(2, service.ports("any").size());
    }

    @Test
    void shouldReportAPortOfAFileThatIsTakenAndTryAgain()
    {
        fabric.takenPorts.add(8082);
        final String more = SITE.replace("\"8080:80\"", "\"8080:80\", \"8082:80\"");
        assertEquals(List.of("container web port 8082:80/tcp: Bind for 0.0.0.0:8082 failed: port is already allocated"),
            service.apply(topology(more)).failures());
        fabric.takenPorts.clear();
        assertEquals(List.of("+ port 8082:80/tcp of web"), service.plan(topology(more)).lines());
        assertEquals(List.of(), service.apply(topology(more)).failures());
    }

    @Test
    void shouldTellAFileThatALivePortIsInItsWay()
    {
        service.publish("any", PortMapping.parse("8082:1"));
        assertEquals(List.of("container web: Bind for 0.0.0.0:8082 failed: port is already allocated: container any " +
            "publishes 0.0.0.0:8082->1/tcp"),
            service.plan(topology(SITE.replace("\"8080:80\"", "\"8080:80\", \"8082:80\""))).problems());
    }

    @Test
    void shouldKeepChosenPortsOverARestartWhileTheyAreFree()
    {
        fabric.takenPorts.add(32_768);
        service.apply(topology(SITE.replace(", 91]", ", 91, 92]")));
        assertEquals(32_769, service.ports("any").get(2).hostPort());
        reopen();
        fabric.takenPorts.clear();
        fabric.takenPorts.add(8000);
        fabric.takeCalls();
        assertEquals(List.of(), service.restore().problems());
        assertEquals("uplink default by eth0", fabric.calls.get(0));
        assertEquals(List.of("8001 90", "32768 91", "32769 92"), service.ports("any").stream()
            .map(port -> port.hostPort() + " " + port.containerPort()).toList());
        assertTrue(service.plan(topology(SITE.replace(", 91]", ", 91, 92]"))).isEmpty());
    }

    @Test
    void shouldKeepChosenPortsOfAContainerThatComesBack()
    {
        fabric.takenPorts.add(8000);
        service.unpublish("any", "8000");
        service.apply(topology(SITE));
        fabric.takenPorts.clear();
        service.sandboxLost(service.containers().get(0).sandboxId());
        assertEquals("any", service.plan(topology(SITE)).sandboxes().get(0).name());
        assertEquals(List.of(), service.apply(topology(SITE)).failures());
        assertEquals(8001, service.ports("any").get(0).hostPort());
    }

    @Test
    void shouldRememberUplinksAndTranslationOverARestart()
    {
        final String file = SITE.replace("uplink: {interface: eth0}", """
            uplinks: {lan: {interface: eth1, address: [192.0.2.10/24, "2001:db8::a/64"], ports: 2000-3000}}
            nat: {filtering: {udp: endpoint-independent}, sessions: {max: 4096}, timeouts: {other: 99}}
            """);
        assertEquals(List.of(), service.apply(topology(file)).failures());
        reopen();
        fabric.takeCalls();
        service.restore();
        assertEquals(List.of("uplink lan by eth1", "nat udp 300"), fabric.calls.subList(0, 2));
        assertTrue(service.plan(topology(file)).isEmpty());
        assertEquals(4096, service.nat().maxSessions());
    }

    @Test
    void shouldTellSettingsThatAStartCannotHaveWithTheFile()
    {
        final String file = SITE + "nat: {sessions: {max: 4096}}\n";
        assertEquals(List.of(), service.apply(topology(file)).failures());
        reopen();
        fabric.failing.add("nat");
        assertEquals(List.of(), service.restore().problems());
        assertEquals(List.of("nat: no such thing; make it first"), service.apply(topology(file)).failures());
    }

    @Test
    void shouldGiveNetworksThatAreMadeLiveTheDefaultUplink()
    {
        service.createNetwork(CreateNetwork.named("live"));
        assertEquals("default", service.inspect("live").network().uplink());
        fabric.takeCalls();
        service.apply(topology(SITE.replace("uplink: {interface: eth0}", "uplinks: {lan: {interface: eth0}}")));
        assertEquals("lan", service.inspect("live").network().uplink());
        assertEquals(List.of("no uplink default", "uplink lan by eth0", "update live", "update front", "update side"),
            fabric.takeCalls());
    }

    @Test
    void shouldForgetAnUplinkThatCannotBeMadeAndTryAgain()
    {
        final String file = SITE.replace("eth0", "eth9");
        fabric.failing.add("uplink default by eth9");
        assertEquals(List.of("uplink default: no such thing; make it first"),
            service.apply(topology(file)).failures());
        fabric.failing.clear();
        assertEquals(List.of("+ uplink default eth9 ports 49152-65535"), service.plan(topology(file)).lines());
    }

    @Test
    void shouldTakeAPortBackWhoseNewSourcesCannotBeServed()
    {
        final String file = SITE.replace("\"8080:80\"", "{target: 80, published: 8080, allow: [192.0.2.0/24]}");
        fabric.failing.add("publish 0.0.0.0:8080");
        fabric.takeCalls();
        assertEquals(1, service.apply(topology(file)).failures().size());
        assertEquals("unpublish 0.0.0.0:8080->80/tcp of web", fabric.calls.get(1));
        assertEquals(1, service.ports("web").size());
    }

    @Test
    void shouldLeaveNothing()
    {
        fabric.takeCalls();
        assertEquals(List.of(), service.down());
        assertTrue(fabric.calls.containsAll(List.of("unpublish 0.0.0.0:8080->80/tcp of web", "no uplink default")));
        assertTrue(fabric.calls.indexOf("unpublish 0.0.0.0:8080->80/tcp of web") <
            fabric.calls.indexOf("detach web from front"));
        assertEquals(List.of(), service.ports(null));
    }

    @Test
    void shouldReadAStateWithoutPortsAndUplinks()
    {
        final ObjectNode old = StateCodec.encode(new State("old"));
        old.remove(List.of("uplinks", "nat", "ports"));
        assertTrue(StateCodec.decode(old).isEmpty());
        assertEquals(NatSpec.DEFAULTS, StateCodec.decode(old).nat());
    }
}

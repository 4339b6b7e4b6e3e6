package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Podman's containers on Tulle's networks; the requests are those of podman 4.3.1. */
class NetavarkTest extends AttachTestBase
{
    private static final String ID = "bd8c06c15490e578499e190820b0926524d5d4c29ac7f80531ae4b3e6703d7ae";
    private static final String OTHER_ID = "aa" + ID.substring(2);
    private static final String PORTS = """
        {"host_ip":"","container_port":80,"host_port":8080,"range":1,"protocol":"tcp"},\
        {"host_ip":"127.0.0.1","container_port":9000,"host_port":9000,"range":11,"protocol":"udp"},\
        {"host_ip":"::1","container_port":53,"host_port":1053,"range":1,"protocol":"tcp"}""";
    private static final String WEB = """
        "web":{"name":"web","id":"2621067c6c27789aa3ec28e6120a77c237e31ea5ae61127759be91d46e9050b3","driver":"bridge",\
        "network_interface":"podman2","created":"2026-11-21T03:42:29.65207081Z",\
        "subnets":[{"subnet":"10.91.0.0/24","gateway":"10.91.0.1"}],"ipv6_enabled":false,"internal":false,\
        "dns_enabled":true,"labels":{"tulle":"true","tulle.source_guard":"false"},"options":{"mtu":"1400"},\
        "ipam_options":{"driver":"host-local"}}""";
    private static final String ON_WEB = """
        "web":{"static_ips":["10.91.0.7"],"aliases":["www","bd8c06c15490"],"interface_name":"eth0"}""";
    private static final String SIX = """
        "six":{"name":"six","id":"e10bd6c73578b256e0a79509a65a503beea20a047fec4d330fdaad6433f5babe","driver":"bridge",\
        "network_interface":"podman4","created":"2026-11-21T03:42:47.257647662Z",\
        "subnets":[{"subnet":"10.93.0.0/24","gateway":"10.93.0.9","lease_range":{"start_ip":"10.93.0.129",\
        "end_ip":"10.93.0.255"}},{"subnet":"fd00:92::/64","gateway":"fd00:92::1"}],"ipv6_enabled":true,"internal":true,\
        "dns_enabled":true,"labels":{"tulle":""},"ipam_options":{"driver":"host-local"}}""";
    private static final String ON_SIX = """
        "six":{"static_ips":["10.93.0.129","fd00:92::2"],"aliases":["bd8c06c15490"],"interface_name":"eth1"}""";
    private static final String PLAIN = """
        "plain":{"name":"plain","id":"dd3a4adc9ec133a15f55a0d305da36842cd76f5a8ac6042be67a17bfa898ae31",\
        "driver":"bridge","network_interface":"podman1","created":"2026-11-21T03:41:57.96692227Z",\
        "subnets":[{"subnet":"10.92.0.0/24","gateway":"10.92.0.1"}],"ipv6_enabled":false,"internal":false,\
        "dns_enabled":true,"ipam_options":{"driver":"host-local"}}""";
    private static final String ON_PLAIN = """
        "plain":{"static_ips":["10.92.0.3"],"aliases":["bd8c06c15490"],"interface_name":"eth2"}""";
    private static final String WEB_STATUS = """
        "web":{"dns_server_ips":["10.91.0.1"],"dns_search_domains":["web"],"interfaces":{"eth0":{\
        "mac_address":"02:42:0a:5b:00:07","subnets":[{"gateway":"10.91.0.1","ipnet":"10.91.0.7/24"}]}}}""";
    private static final String NO_PORTS = "";

    private static String container(final String name, final String ports, final String networks, final String infos)
    {
        return "{\"container_id\":\"" + ID + "\",\"container_name\":\"" + name + "\",\"port_mappings\":[" + ports +
            "],\"networks\":{" + networks + "},\"network_info\":{" + infos + "}}";
    }

    private ApiAnswer setup(final String container)
    {
        return ask("netavark/setup", "{\"request\":" + container + ",\"netns\":\"" + netns + "\"}");
    }

    private ApiAnswer teardown(final String container)
    {
        return ask("netavark/teardown", "{\"request\":" + container + ",\"netns\":\"" + netns + "\"}");
    }

    private void refused(final String reason, final String container)
    {
        assertEquals("400 {\"message\":\"" + reason + "\"}", text(setup(container)));
        assertEquals(List.of(), networks());
        assertEquals(List.of(), containers());
    }

    @Test
    void shouldSetUpWhatPodmanAsksFor()
    {
        assertEquals("200 {" + WEB_STATUS + "," + """
            "six":{"dns_server_ips":["10.93.0.9","fd00:92::1"],"dns_search_domains":["six"],"interfaces":{"eth1":{\
            "mac_address":"02:42:0a:5d:00:81","subnets":[{"gateway":"10.93.0.9","ipnet":"10.93.0.129/24"},\
            {"gateway":"fd00:92::1","ipnet":"fd00:92::2/64"}]}}}}""",
            text(setup(container("aaa", PORTS, ON_WEB + "," + ON_SIX, WEB + "," + SIX))));
        assertEquals(List.of("create web", "create six", "open aaa", "attach aaa to web as eth0 10.91.0.7/24",
            "attach aaa to six as eth1 10.93.0.129/24", "gateway of aaa is web 10.91.0.1",
            "publish ::1:1053->53/tcp of aaa to 10.91.0.7".replace("::1", "[::1]"),
            "publish 0.0.0.0:8080->80/tcp of aaa to 10.91.0.7",
            "publish 127.0.0.1:9000-9010->9000-9010/udp of aaa to 10.91.0.7").stream().sorted().toList(),
            fabric.calls.stream().sorted().toList());
        final Endpoint endpoint = service.inspect("web").endpoints().get(0);
        assertEquals(List.of("www"), endpoint.aliases());
        assertEquals(1400, endpoint.mtu());
        assertEquals(ID, endpoint.sandboxId());
        assertEquals(false, service.inspect("web").network().options().sourceGuard());
    }

    @Test
    void shouldDoTheSameAgainWithoutTouchingAnything()
    {
        final String container = container("aaa", PORTS, ON_WEB, WEB);
        final String first = text(setup(container));
        fabric.takeCalls();
        assertEquals(first, text(setup(container)));
        assertEquals(List.of(), fabric.calls);
        assertEquals(3, published().size());
    }

    @Test
    void shouldRemoveNetworkSandboxAndPortsWithTheLastContainer()
    {
        final String container = container("aaa", PORTS, ON_WEB + "," + ON_SIX, WEB + "," + SIX);
        setup(container);
        assertEquals("204", text(teardown(container)));
        assertEquals(List.of(), networks());
        assertEquals(List.of(), containers());
        assertEquals(List.of(), published());
        fabric.takeCalls();
        assertEquals("204", text(teardown(container)));
        assertEquals(List.of(), fabric.calls);
    }

    @Test
    void shouldConnectAndDisconnectLive()
    {
        setup(container("aaa", PORTS, ON_SIX, SIX));
        assertEquals(List.of("null:8080-8080 null", "::1:1053-1053 null", "127.0.0.1:9000-9010 null").stream().sorted()
            .toList(), published().stream().sorted().toList());
        setup(container("aaa", PORTS, ON_WEB, WEB));
        assertTrue(published().contains("null:8080-8080 web"));
        assertTrue(joined("aaa", "web").defaultGateway());
        teardown(container("aaa", PORTS, ON_WEB, WEB));
        assertEquals(List.of("six"), networks());
        assertTrue(published().contains("null:8080-8080 null"));
    }

    @Test
    void shouldLeaveToNetavarkWhatIsItsOwn()
    {
        final String container = container("aaa", PORTS, ON_PLAIN + "," + ON_WEB, PLAIN + "," + WEB);
        assertEquals("202 " + container("aaa", NO_PORTS, ON_PLAIN, PLAIN), text(setup(container)));
        assertEquals(List.of(), networks());
        assertEquals("200 {\"plain\":{\"interfaces\":{}}," + WEB_STATUS + "}", text(ask("netavark/setup",
            "{\"request\":" + container + ",\"netns\":\"" + netns +
            "\",\"foreign\":{\"plain\":{\"interfaces\":{}}}}")));
        assertEquals("202 " + container("aaa", PORTS, ON_PLAIN, PLAIN), text(teardown(container)));
        assertEquals(List.of(), networks());
    }

    @Test
    void shouldLeavePortsToNetavarkIfOnlyItsNetworkHasAWayOut()
    {
        final String container = container("aaa", PORTS, ON_PLAIN + "," + ON_SIX, PLAIN + "," + SIX);
        assertEquals("202 " + container("aaa", PORTS, ON_PLAIN, PLAIN), text(setup(container)));
        ask("netavark/setup", "{\"request\":" + container + ",\"netns\":\"" + netns + "\",\"foreign\":{}}");
        assertEquals(List.of(), published());
    }

    @Test
    void shouldTakeNoNetworkThatIsMarkedFalse()
    {
        final String container = container("aaa", NO_PORTS, ON_WEB, WEB.replace("\"true\"", "\"false\""));
        assertEquals("202 " + container, text(setup(container)));
        refused("network_info.web.labels.tulle: maybe is neither true nor false; make the network again with " +
            "--label tulle=true", container.replace("\"tulle\":\"false\"", "\"tulle\":\"maybe\""));
    }

    @Test
    void shouldUndoAllIfOnePortIsTaken()
    {
        fabric.takenPorts.add(8080);
        assertEquals("409 {\"message\":\"container aaa port 8080:80/tcp: Bind for 0.0.0.0:8080 failed: port is " +
            "already allocated\"}", text(setup(container("aaa", PORTS, ON_WEB + "," + ON_SIX, WEB + "," + SIX))));
        assertEquals(List.of(), networks());
        assertEquals(List.of(), containers());
        assertEquals(List.of(), published());
        assertEquals(0, fabric.attached.size());
    }

    @Test
    void shouldUndoAllIfOneInterfaceFails()
    {
        fabric.failing.add("attach aaa to six");
        assertEquals("500 {\"message\":\"container aaa on six: no such thing; make it first\"}",
            text(setup(container("aaa", PORTS, ON_WEB + "," + ON_SIX, WEB + "," + SIX))));
        assertEquals(List.of(), networks());
        assertEquals(List.of(), containers());
        assertEquals(0, fabric.attached.size());
    }

    @Test
    void shouldKeepWhatWasThereIfMoreFails()
    {
        setup(container("aaa", PORTS, ON_WEB, WEB));
        fabric.failing.add("attach aaa to six");
        assertEquals(500, setup(container("aaa", PORTS, ON_SIX, SIX)).status());
        assertEquals(List.of("web"), networks());
        assertEquals(3, published().size());
    }

    @Test
    void shouldCallByItsIdWhoseNameIsTaken()
    {
        given(SHOP);
        setup(container("web", NO_PORTS, ON_WEB, WEB));
        assertTrue(containers().contains("web-bd8c06c15490"));
        assertEquals(List.of("back", "front", "web"), networks());
        assertTrue(service.plan(topology(SHOP)).isEmpty());
    }

    @Test
    void shouldCallByItsIdTheNetworkWhoseNameIsTaken()
    {
        given(SHOP);
        final String text = text(setup(container("aaa", NO_PORTS, ON_WEB.replace("web", "front"),
            WEB.replace("\"web\"", "\"front\""))));
        assertTrue(text.startsWith("200 {\"front\":{\"dns_server_ips\""), text);
        assertEquals(List.of("back", "front", "front-2621067c6c27"), networks());
    }

    @Test
    void shouldReplaceTheContainersLastRun() throws IOException
    {
        setup(container("aaa", PORTS, ON_WEB, WEB));
        netns = namespace("netns-2");
        fabric.takeCalls();
        assertEquals(200, setup(container("aaa", PORTS, ON_WEB, WEB)).status());
        assertTrue(fabric.calls.containsAll(List.of("detach aaa from web", "close aaa", "open aaa",
            "attach aaa to web as eth0 10.91.0.7/24", "gateway of aaa is web 10.91.0.1")), fabric.calls.toString());
        assertEquals(3, published().size());
    }

    @Test
    void shouldEvictTheDeadWhoHasTheAddress() throws IOException
    {
        setup(container("aaa", PORTS, ON_WEB, WEB));
        netns = namespace("netns-2");
        final String other = container("bbb", PORTS, ON_WEB, WEB).replace(ID, OTHER_ID);
        assertEquals("409 {\"message\":\"Address already in use: 10.91.0.7 on network web\"}", text(setup(other)));
        assertEquals(List.of("aaa"), containers());
        fabric.vanished.add("aaa");
        assertEquals(200, setup(other).status());
        assertEquals(List.of("bbb"), containers());
        assertEquals(3, published().size());
    }

    @Test
    void shouldForgetAVanishedNamespaceWithAllThatItHad()
    {
        setup(container("aaa", PORTS, ON_WEB, WEB));
        service.sandboxLost(ID);
        assertEquals(List.of(), containers());
        assertEquals(List.of(), networks());
        assertEquals(List.of(), published());
    }

    @Test
    void shouldTakeOverWhatLivesAndForgetTheRestAfterARestart()
    {
        setup(container("aaa", PORTS, ON_WEB, WEB));
        reopen();
        fabric.takeCalls();
        assertEquals(List.of(), service.restore().problems());
        assertEquals(3, published().size());
        assertTrue(fabric.calls.contains("gateway of aaa is web 10.91.0.1"));
        reopen();
        fabric.vanished.add("aaa");
        assertEquals(new RestoreReport(0, 0, 0, List.of()), service.restore());
    }

    @Test
    void shouldNotBeTouchedByAFile()
    {
        setup(container("aaa", PORTS, ON_WEB, WEB));
        final Plan plan = service.plan(topology(SHOP));
        assertTrue(plan.lines().stream().noneMatch(line -> line.contains("aaa")), plan.lines().toString());
        service.apply(topology(SHOP));
        assertTrue(containers().contains("aaa"));
        assertEquals(3, published().size());
    }

    @Test
    void shouldRefuseAnotherDefinitionOfANetworkThatIsInUse()
    {
        setup(container("aaa", NO_PORTS, ON_WEB, WEB));
        assertEquals("409 {\"message\":\"network web has containers already, and was made with other settings; take " +
            "them off first, or give the settings that it has\"}", text(setup(container("bbb", NO_PORTS,
                ON_WEB.replace("10.91.0.7", "10.91.1.8"), WEB.replace("10.91.0.", "10.91.1.")).replace(ID, OTHER_ID))));
    }

    @Test
    void shouldAskOtherServersAfterAnUpdate()
    {
        setup(container("aaa", NO_PORTS, ON_WEB, WEB));
        assertEquals("204", text(ask("netavark/update", "{\"network\":\"web\",\"servers\":\"192.0.2.1,192.0.2.2\"}")));
        assertEquals("[192.0.2.1, 192.0.2.2]", service.inspect("web").network().dns().servers().toString());
        assertEquals("204", text(ask("netavark/update", "{\"network\":\"web\",\"servers\":\"\"}")));
        assertEquals("[]", service.inspect("web").network().dns().servers().toString());
        assertEquals("404 {\"message\":\"network plain is not Tulle's\"}",
            text(ask("netavark/update", "{\"network\":\"plain\",\"servers\":\"192.0.2.1\"}")));
    }

    @Test
    void shouldNameNoServerWherePodmanWantsNone()
    {
        assertTrue(text(setup(container("aaa", NO_PORTS, ON_WEB, WEB.replace("dns_enabled\":true",
            "dns_enabled\":false")))).startsWith("200 {\"web\":{\"dns_server_ips\":[],\"dns_search_domains\":[],"));
    }

    @Test
    void shouldRefuseWhatTulleCannotDo()
    {
        refused("network_info.web.driver: macvlan is not what Tulle's networks have; make the network again with " +
            "driver bridge", container("aaa", NO_PORTS, ON_WEB, WEB.replace("\"bridge\"", "\"macvlan\"")));
        refused("network_info.web.ipam_options.driver: dhcp is not what Tulle can do; make the network again without " +
            "--ipam-driver", container("aaa", NO_PORTS, ON_WEB, WEB.replace("host-local", "dhcp")));
        refused("network_info.web.options.vlan: is not an option of Tulle's networks",
            container("aaa", NO_PORTS, ON_WEB, WEB.replace("\"mtu\":\"1400\"", "\"vlan\":\"7\"")));
        refused("networks.web.static_ips: has 2 addresses of one family; Tulle's networks have one subnet a family",
            container("aaa", NO_PORTS, ON_WEB.replace("[\"10.91.0.7\"", "[\"10.91.0.8\",\"10.91.0.7\""), WEB));
        refused("network_info.web.subnets: is empty; make the network again with --subnet",
            container("aaa", NO_PORTS, ON_WEB, WEB.replaceAll("\\[\\{[^]]*\\]", "[]")));
    }

    @Test
    void shouldRefuseWhatIsNoRequestOfPodmans()
    {
        final String good = container("aaa", PORTS, ON_WEB, WEB);
        refused("container_id: is not 64 hex digits", good.replace(ID, "abc"));
        refused("network_info.web: is missing", container("aaa", PORTS, ON_WEB, ""));
        refused("networks: is not an object", good.replace("{" + ON_WEB + "}", "[]"));
        refused("networks.web.interface_name: ../x cannot name an interface; use letters, digits, '_', '.' " +
            "and '-'", good.replace("eth0", "../x"));
        refused("port_mappings[0].host_port: is not a number of 1 to 65535",
            good.replace("\"host_port\":8080", "\"host_port\":70000"));
        refused("port_mappings[1].host_port: is not a number of 1 to 65525",
            good.replace("\"host_port\":9000", "\"host_port\":65530"));
        netns = stateDir.resolve("nowhere");
        refused("there is no network namespace " + netns + " that Tulle can see; bind it to a path that the host " +
            "has, too", good);
    }

    @Test
    void shouldPutNobodyOnANetworkOfDockers()
    {
        final String id = "2621067c6c27789aa3ec28e6120a77c237e31ea5ae61127759be91d46e9050b3";
        service.engine().createNetwork(
            EngineTestBase.network(id, "10.91.0.0/24", Map.of("com.docker.network.driver.mtu", "1400",
            "tulle.source_guard", "false")));
        assertEquals(409, setup(container("aaa", NO_PORTS, ON_WEB, WEB)).status());
        assertEquals(List.of(), containers());
    }

    @Test
    void shouldRefuseTheHostsOwnNamespace()
    {
        netns = java.nio.file.Path.of("/proc/self/ns/net");
        refused("/proc/self/ns/net is the host's own network namespace; give the container one",
            container("aaa", NO_PORTS, ON_WEB, WEB));
    }
}

package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/** Containers of CNI runtimes on Tulle's networks. */
class CniTest extends AttachTestBase
{
    private static final String ID = "dbd8c06c15490e578499e190820b0926524d5d4c29ac7f80531ae4b3e6703d7a";

    private String config = """
        {"cniVersion":"1.1.0","name":"pods","type":"tulle","ipam":{"subnet":"10.44.0.0/24"}}""";
    private String container = ID;
    private String ifname = "eth0";
    private String args = "";

    private String call(final String verb)
    {
        return text(ask("cni/" + verb, "{\"config\":" + config + ",\"containerId\":\"" + container +
            "\",\"ifname\":\"" + ifname + "\",\"netns\":\"" + netns + "\",\"args\":\"" + args + "\"}"));
    }

    private void with(final String member)
    {
        config = config.substring(0, config.length() - 1) + "," + member + "}";
    }

    private void refused(final int code, final String message, final String answer)
    {
        assertEquals("400 {\"cniVersion\":\"1.1.0\",\"code\":" + code + ",\"msg\":\"" + message + "\"}", answer);
    }

    @Test
    void shouldAnswerAddInTheFormOfEachVersion()
    {
        final String device = "{\"name\":\"eth0\",\"mac\":\"02:42:0a:2c:00:02\",\"sandbox\":\"" + netns + "\"";
        final String routes = """
            "routes":[{"dst":"0.0.0.0/0","gw":"10.44.0.1"}],"dns":{"nameservers":["10.44.0.1"],"search":["pods"],\
            "options":[]}}""";
        final String ip = "\"interface\":0,\"address\":\"10.44.0.2/24\",\"gateway\":\"10.44.0.1\"}],";
        assertEquals("200 {\"cniVersion\":\"1.1.0\",\"interfaces\":[" + device + ",\"mtu\":1500}],\"ips\":[{" + ip +
            routes, call("add"));
        config = config.replace("1.1.0", "1.0.0");
        assertEquals("200 {\"cniVersion\":\"1.0.0\",\"interfaces\":[" + device + "}],\"ips\":[{" + ip + routes,
            call("add"));
        config = config.replace("1.0.0", "0.4.0");
        assertEquals("200 {\"cniVersion\":\"0.4.0\",\"interfaces\":[" + device + "}],\"ips\":[{\"version\":\"4\"," +
            ip + routes, call("add"));
    }

    @Test
    void shouldGiveTheLowestFreeAddressesOfBothFamilies()
    {
        config = config.replace("\"subnet\":\"10.44.0.0/24\"", "\"type\":\"tulle\",\"ranges\":[" +
            "[{\"subnet\":\"10.44.0.0/24\",\"gateway\":\"10.44.0.254\",\"ipRange\":\"10.44.0.64/26\"}]," +
            "[{\"subnet\":\"fd00:44::/64\"}]]");
        assertTrue(call("add").contains("\"address\":\"10.44.0.64/24\",\"gateway\":\"10.44.0.254\"},{\"interface\":0," +
            "\"address\":\"fd00:44::2/64\",\"gateway\":\"fd00:44::1\"}"));
        container = "a.b-c_1";
        assertTrue(call("add").contains("\"address\":\"10.44.0.65/24\""));
        assertEquals("204", call("del"));
        container = "other";
        assertTrue(call("add").contains("\"address\":\"10.44.0.65/24\""));
    }

    @Test
    void shouldChooseASubnetWhereTheConfigurationHasNone()
    {
        config = "{\"cniVersion\":\"1.0.0\",\"name\":\"pods\",\"type\":\"tulle\"}";
        assertTrue(call("add").contains("\"address\":\"172.17.0.2/16\""));
        container = "two";
        assertTrue(call("add").contains("\"address\":\"172.17.0.3/16\""));
    }

    @Test
    void shouldHonourCapabilities()
    {
        with("""
            "capabilities":{"portMappings":true},"aliases":["www"],"mtu":1400,"runtimeConfig":{\
            "ips":["10.44.0.9/24"],"mac":"02:00:00:00:00:09","aliases":["store"],\
            "dns":{"servers":["192.0.2.53"],"searches":["example.com"],"options":["ndots:2"]},\
            "portMappings":[{"hostPort":8080,"containerPort":80,"protocol":"tcp"},\
            {"hostPort":8081,"containerPort":81,"protocol":"tcp"},\
            {"hostPort":8053,"containerPort":53,"protocol":"udp","hostIP":"127.0.0.1"}]}""");
        args = "IgnoreUnknown=1;K8S_POD_NAMESPACE=shop;K8S_POD_NAME=web-0";
        final String answer = call("add");
        assertTrue(answer.contains("\"mac\":\"02:00:00:00:00:09\""), answer);
        assertTrue(answer.contains("\"mtu\":1400"), answer);
        assertTrue(answer.contains("\"address\":\"10.44.0.9/24\""), answer);
        assertTrue(answer.endsWith("\"dns\":{\"nameservers\":[\"192.0.2.53\"],\"search\":[\"example.com\"]," +
            "\"options\":[\"ndots:2\"]}}"), answer);
        assertEquals(List.of("127.0.0.1:8053-8053 pods", "null:8080-8081 pods"),
            published().stream().sorted().toList());
        final Endpoint endpoint = service.inspect("pods").endpoints().get(0);
        assertEquals(List.of("www", "store"), endpoint.aliases());
        assertEquals("web-0", endpoint.container());
    }

    @Test
    void shouldTakeAddressesFromArgsToo()
    {
        args = "IP=10.44.0.77;MAC=02:00:00:00:00:77";
        final String answer = call("add");
        assertTrue(answer.contains("\"mac\":\"02:00:00:00:00:77\"") && answer.contains("10.44.0.77/24"), answer);
        container = "two";
        args = "IP=here";
        refused(4, "CNI_ARGS: IP: here is not an IP address; write an address such as 10.30.0.1 or fd00::1",
            call("add"));
        args = "";
        with("\"args\":{\"cni\":{\"ips\":[\"10.44.0.78\"]}}");
        assertTrue(call("add").contains("10.44.0.78/24"));
    }

    @Test
    void shouldGiveNoGatewayOnAnInternalNetwork()
    {
        with("\"internal\":true,\"ipMasq\":false");
        assertTrue(call("add").contains("\"ips\":[{\"interface\":0,\"address\":\"10.44.0.2/24\"}],\"routes\":[]"));
    }

    @Test
    void shouldGiveASecondInterfaceOfTheSameNetwork()
    {
        call("add");
        ifname = "net1";
        final String answer = call("add");
        assertTrue(answer.contains("\"name\":\"net1\"") && answer.contains("10.44.0.3/24"), answer);
        assertEquals("204", call("del"));
        assertEquals(1, service.inspect("pods").endpoints().size());
    }

    @Test
    void shouldDeleteWhateverIsLeft()
    {
        assertEquals("204", call("del"));
        call("add");
        netns = stateDir.resolve("gone");
        assertEquals("204", call("del"));
        assertEquals(List.of(), networks());
        assertEquals(List.of(), containers());
    }

    @Test
    void shouldCheckWhatIsThere()
    {
        final String result = call("add").substring("200 ".length());
        with("\"prevResult\":" + result);
        assertEquals("204", call("check"));
        fabric.failing.add("check");
        refused(100, "container dbd8c06c1549 on pods: no such thing; make it first", call("check"));
        fabric.failing.clear();
        config = config.replace("10.44.0.2/24", "10.44.0.3/24");
        refused(100, "prevResult.ips: has no 10.44.0.2/24, which the interface has", call("check"));
        config = config.replace("02:42:0a:2c:00:02", "02:42:0a:2c:00:03");
        refused(100, "prevResult.interfaces: has no eth0 with MAC address 02:42:0a:2c:00:02 in " + netns,
            call("check"));
        config = config.substring(0, config.indexOf(",\"prevResult\"")) + "}";
        refused(7, "prevResult: is missing", call("check"));
        call("del");
        refused(3, "Tulle has no interface eth0 of this container on this network; remove the container and start it " +
            "again", call("check"));
    }

    @Test
    void shouldCollectWhatIsNotValidAnyMore()
    {
        call("add");
        container = "keep";
        call("add");
        with("\"cni.dev/valid-attachments\":[{\"containerID\":\"keep\",\"ifname\":\"eth0\"}]");
        assertEquals("204", call("gc"));
        assertEquals(List.of("keep"), containers());
        config = config.replace("1.1.0", "1.0.0");
        assertEquals("400 {\"cniVersion\":\"1.0.0\",\"code\":1,\"msg\":\"this command is not part of CNI 1.0.0\"}",
            call("gc"));
    }

    @Test
    void shouldTellWhetherThereIsRoom()
    {
        config = config.replace("10.44.0.0/24", "10.44.0.0/30");
        assertEquals("204", call("status"));
        call("add");
        refused(50, "network pods has no free address", call("status"));
        container = "two";
        refused(100, "no available IPv4 addresses on this network's address pools: pods (" +
            service.inspect("pods").network().id() + ")", call("add"));
    }

    @Test
    void shouldRefuseBadEnvironments() throws IOException
    {
        ifname = "a/b";
        refused(4, "CNI_IFNAME: a/b cannot name an interface; use letters, digits, '_', '.' and '-'", call("add"));
        ifname = "eth0";
        container = "-x";
        refused(4, "CNI_CONTAINERID -x is not the id of a container", call("add"));
        container = ID;
        netns = stateDir.resolve("nowhere");
        refused(4, "CNI_NETNS " + netns + " is not a network namespace that Tulle can see", call("add"));
        assertEquals(List.of(), networks());
    }

    @Test
    void shouldRefuseBadConfigurations()
    {
        with("\"colour\":\"red\"");
        refused(2, "colour is not supported", call("add"));
        config = "{\"cniVersion\":\"1.1.0\",\"name\":\"pods\",\"ipam\":{\"type\":\"host-local\"}}";
        refused(2, "ipam.type: host-local is not supported: Tulle gives out addresses itself; leave it out, or write " +
            "tulle", call("add"));
        config = "{\"cniVersion\":\"1.1.0\",\"name\":\"pods\",\"ipam\":{\"subnet\":\"10.44.0.0/24\"," +
            "\"rangeStart\":\"10.44.0.9\"}}";
        refused(2, "ipam.rangeStart is not supported", call("add"));
        config = "{\"cniVersion\":\"1.1.0\",\"name\":\"pods\",\"ipam\":{\"subnet\":\"10.44.0.1\"}}";
        refused(7, "ipam.subnet: 10.44.0.1 has no prefix length; write a CIDR such as 10.30.0.0/24 or fd00::/64",
            call("add"));
        config = "{\"cniVersion\":\"1.1.0\"}";
        refused(7, "name: is missing", call("add"));
        config = "{\"cniVersion\":\"1.1.0\",\"name\":\"a b\"}";
        refused(7, "name: a b is not the name of a network", call("add"));
        config = "{\"cniVersion\":\"1.1.0\",\"name\":\"pods\",\"options\":{\"tulle.colour\":\"red\"}}";
        assertTrue(call("add").contains("\"code\":7,\"msg\":\"invalid network config: tulle.colour is not an option"));
        config = "[]";
        refused(7, "the request is not an object", call("add"));
        assertEquals(List.of(), networks());
    }

    @Test
    void shouldRefuseVersionsThatItDoesNotSpeak()
    {
        config = config.replace("1.1.0", "0.3.1");
        assertEquals("400 {\"cniVersion\":\"0.3.1\",\"code\":1,\"msg\":\"cniVersion 0.3.1; Tulle supports 0.4.0, " +
            "1.0.0, 1.1.0\"}", call("add"));
        config = "{\"name\":\"pods\"}";
        refused(1, "cniVersion is missing; Tulle supports 0.4.0, 1.0.0, 1.1.0", call("add"));
    }

    @Test
    void shouldKnowNoOtherPage()
    {
        assertEquals(404, ask("cni/version", "{}").status());
    }
}

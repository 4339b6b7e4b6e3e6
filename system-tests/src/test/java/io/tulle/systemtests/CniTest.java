package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The CNI plugin, called by a driver that does what runtimes do, with every command and with bad input. */
@Tag("root")
class CniTest
{
    private static final String ID = "8c06c15490e578499e190820b0926524";
    private static final String POD = """
        "cniVersion":"1.1.0","name":"pods","type":"tulle","ipam":{"type":"tulle","ranges":[[{"subnet":"10.44.0.0/24"}],\
        [{"subnet":"fd00:44::/64"}]]}""";

    @RegisterExtension
    final TestHost host = new TestHost();

    private Container internet;
    private Container one;
    private Container two;
    private CniPlugin plugin;

    @BeforeEach
    void start()
    {
        internet = Internet.connect(host);
        one = host.container("one");
        two = host.container("two");
        host.tulle().up(Internet.UPLINK);
        plugin = new CniPlugin(host).config("{" + POD + "}").container(ID, one);
    }

    private void assertNothingIsLeft()
    {
        assertEquals(0, host.tulle().json("ps", "--json").size());
        assertEquals(0, host.tulle().json("network", "ls", "--json").size());
    }

    @Test
    void shouldAddCheckAndDelete()
    {
        final JsonNode result = plugin.result("ADD");
        assertEquals("1.1.0", result.path("cniVersion").asText());
        assertEquals(one.path().toString(), result.at("/interfaces/0/sandbox").asText());
        assertEquals("10.44.0.2/24", result.at("/ips/0/address").asText());
        assertEquals("fd00:44::2/64", result.at("/ips/1/address").asText());
        assertEquals("10.44.0.1", result.at("/routes/0/gw").asText());
        assertEquals("10.44.0.1", result.at("/dns/nameservers/0").asText());
        one.run("ping", "-c", "1", "-W", "5", Internet.ADDRESS).ok();
        assertTrue(one.run("ip", "link", "show", "eth0").ok().out()
            .contains(result.at("/interfaces/0/mac").asText()));

        plugin.config("{" + POD + ",\"prevResult\":" + result + "}").done("CHECK");
        one.run("ip", "addr", "del", "10.44.0.2/24", "dev", "eth0").ok();
        assertTrue(plugin.refused("CHECK", 100).contains("eth0 does not have the address 10.44.0.2/24"));

        plugin.done("DEL");
        assertFalse(one.run("ip", "link", "show", "eth0").isOk());
        assertNothingIsLeft();
        plugin.done("DEL");
        plugin.refused("CHECK", 3);
    }

    @Test
    void shouldConnectContainersByNameAndPublishTheirPorts()
    {
        plugin.set("CNI_ARGS", "IgnoreUnknown=1;K8S_POD_NAME=server").config("{" + POD + """
            ,"runtimeConfig":{"ips":["10.44.0.9"],"mac":"02:00:00:00:00:09","aliases":["store"],"portMappings":[\
            {"hostPort":8080,"containerPort":80,"protocol":"tcp"},{"hostPort":8081,"containerPort":81}]}}""");
        final JsonNode result = plugin.result("ADD");
        assertEquals("10.44.0.9/24", result.at("/ips/0/address").asText());
        assertEquals("02:00:00:00:00:09", result.at("/interfaces/0/mac").asText());
        EchoServer.tcp(one, 80);
        assertEquals(Internet.ADDRESS,
            internet.run("curl", "-s", "-m", "5", "http://" + Internet.HOST + ":8080").ok().out().strip());
        assertEquals(1, host.tulle().json("ports", "--json").size()); // a range is one

        plugin.config("{" + POD + "}").set("CNI_ARGS", null).container("client", two).result("ADD");
        for (final String name : new String[]{"server", "store", "server.pods"})
        {
            assertEquals("10.44.0.9", two.run("dig", "+short", "@10.44.0.1", name).ok().out().strip());
        }
        assertEquals("10.44.0.2", two.run("curl", "-s", "-m", "5", "http://10.44.0.9").ok().out().strip());
        assertTrue(plugin.config("{" + POD + ",\"runtimeConfig\":{\"portMappings\":[{\"hostPort\":8080," +
            "\"containerPort\":80}]}}").set("CNI_IFNAME", "net1").refused("ADD", 100)
            .contains("port is already allocated"));
        plugin.set("CNI_IFNAME", "eth0").done("DEL");
        plugin.container(ID, one).done("DEL");
        assertNothingIsLeft();
    }

    @Test
    void shouldDeleteWhatHasNoNamespaceAnyMore()
    {
        plugin.result("ADD");
        host.remove(one);
        plugin.done("DEL");
        assertNothingIsLeft();
        plugin.set("CNI_NETNS", null).done("DEL");
    }

    @Test
    void shouldForgetContainersThatAreGone()
    {
        plugin.result("ADD");
        host.remove(one);
        Eventually.eventually("Tulle sees that the namespace is gone",
            () -> 0 == host.tulle().json("network", "ls", "--json").size());
        assertNothingIsLeft();
    }

    @Test
    void shouldCollectGarbage()
    {
        plugin.result("ADD");
        plugin.container("keep", two).result("ADD");
        plugin.config("{" + POD + ",\"cni.dev/valid-attachments\":[{\"containerID\":\"keep\",\"ifname\":\"eth0\"}]}")
            .done("GC");
        assertFalse(one.run("ip", "link", "show", "eth0").isOk());
        assertTrue(two.run("ip", "link", "show", "eth0").isOk());
        plugin.config("{" + POD + ",\"cni.dev/valid-attachments\":[]}").done("GC");
        assertNothingIsLeft();
    }

    @Test
    void shouldTellItsVersionsAndItsStatus()
    {
        plugin.done("STATUS");
        assertEquals("[\"0.4.0\",\"1.0.0\",\"1.1.0\"]", plugin.result("VERSION").path("supportedVersions").toString());
        host.tulle().down();
        assertEquals(3, plugin.result("VERSION").path("supportedVersions").size());
        assertTrue(plugin.refused("STATUS", 51).startsWith("nobody answers at"));
        assertTrue(plugin.refused("ADD", 11).startsWith("nobody answers at"));
        assertTrue(plugin.call("DEL").ok().err().contains("goes when Tulle runs again"));
        host.tulle().upAgain();
    }

    @Test
    void shouldTakeOverAttachmentsAfterARestart()
    {
        final JsonNode result = plugin.result("ADD");
        host.tulle().killHard();
        host.tulle().upAgain();
        plugin.config("{" + POD + ",\"prevResult\":" + result + "}").done("CHECK");
        one.run("ping", "-c", "1", "-W", "5", Internet.ADDRESS).ok();
        assertEquals(result, plugin.config("{" + POD + "}").result("ADD"));
        plugin.done("DEL");
    }

    @Test
    void shouldRefuseBadEnvironments()
    {
        assertTrue(plugin.set("CNI_IFNAME", "a b").refused("ADD", 4).startsWith("CNI_IFNAME: a b cannot name"));
        assertEquals("CNI_IFNAME is missing", plugin.set("CNI_IFNAME", null).refused("ADD", 4));
        plugin.container("-" + ID, one).refused("ADD", 4);
        plugin.container("a\"b", one).refused("ADD", 4);
        plugin.container("a\nb", one).refused("ADD", 4);
        assertTrue(plugin.container(ID, one).set("CNI_NETNS", "/nowhere").refused("ADD", 4).contains("CNI_NETNS"));
        assertTrue(plugin.set("CNI_NETNS", "/proc/self/ns/net").refused("ADD", 7).contains("the host's own"));
        plugin.set("CNI_NETNS", Path.of("/etc/hostname").toString()).refused("ADD", 100);
        plugin.container(ID, one).refused("DANCE", 4);
        assertNothingIsLeft();
    }

    @Test
    void shouldRefuseBadConfigurations()
    {
        plugin.config("").refused("ADD", 6);
        plugin.config("no JSON").refused("ADD", 6);
        plugin.config("{" + POD).refused("ADD", 6);
        plugin.config("{" + POD.replace("1.1.0", "0.2.0") + "}").refused("ADD", 1);
        plugin.config("{" + POD + ",\"colour\":\"red\"}").refused("ADD", 2);
        plugin.config("{" + POD.replace("\"pods\"", "\"\"") + "}").refused("ADD", 7);
        plugin.config("{" + POD.replace("10.44.0.0/24", "10.44.0.0/33") + "}").refused("ADD", 7);
        plugin.config("{" + POD + ",\"containerId\":\"x\"}").refused("ADD", 2);
        plugin.config("{" + POD + "},\"netns\":{\"a\":1").refused("ADD", 6);
        assertNothingIsLeft();
    }
}

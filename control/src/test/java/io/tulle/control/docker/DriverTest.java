package io.tulle.control.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tulle.config.DockerSpec;
import io.tulle.control.FakeEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Docker's calls, as captured from dockerd 20.10, by the real services over a fake Fabric. */
@Timeout(30)
class DriverTest
{
    static final String NETWORK = "ab".repeat(32);
    static final String ENDPOINT = "90f0b367f11" + "c".repeat(53);
    static final String IDS = "\"NetworkID\":\"" + NETWORK + "\",\"EndpointID\":\"" + ENDPOINT + "\"";
    static final String CREATE_NETWORK = "{\"NetworkID\":\"" + NETWORK + "\",\"Options\":" +
        "{\"com.docker.network.enable_ipv6\":true,\"com.docker.network.generic\":" +
        "{\"com.docker.network.driver.mtu\":\"1400\"}},\"IPv4Data\":[{\"AddressSpace\":\"LocalDefault\"," +
        "\"Pool\":\"10.77.0.0/24\",\"Gateway\":\"10.77.0.1/24\",\"AuxAddresses\":{\"host1\":\"10.77.0.130/24\"}}]," +
        "\"IPv6Data\":[{\"AddressSpace\":\"LocalDefault\",\"Pool\":\"fd00::/64\",\"Gateway\":\"fd00::1/64\"," +
        "\"AuxAddresses\":null}]}";
    static final String PORTS = "\"com.docker.network.endpoint.exposedports\":[{\"Proto\":6,\"Port\":99}]," +
        "\"com.docker.network.portmap\":[{\"Proto\":6,\"IP\":\"\",\"Port\":80,\"HostIP\":\"\",\"HostPort\":8080," +
        "\"HostPortEnd\":8080},{\"Proto\":17,\"IP\":\"\",\"Port\":53,\"HostIP\":\"127.0.0.1\",\"HostPort\":0," +
        "\"HostPortEnd\":0}]";
    static final String CREATE_ENDPOINT = "{" + IDS + ",\"Interface\":{\"Address\":\"10.77.0.3/24\"," +
        "\"AddressIPv6\":\"fd00::3/64\",\"MacAddress\":\"\"},\"Options\":{" + PORTS +
        ",\"com.docker.network.endpoint.dnsservers\":[\"9.9.9.9\"]}}";
    static final String JOIN = "{" + IDS + ",\"SandboxKey\":\"/var/run/docker/netns/1111382c4e55\"," +
        "\"Options\":{" + PORTS + "}}";
    static final String PROGRAM = "{" + IDS + ",\"Options\":{" + PORTS + "}}";
    static final String REQUEST_POOL =
        "{\"AddressSpace\":\"TulleLocal\",\"Pool\":\"10.99.7.0/24\",\"SubPool\":\"10.99.7.128/25\"," +
        "\"Options\":{\"com.example\":\"x\"},\"V6\":false}";

    @TempDir
    Path folder;

    private FakeEngine engine;
    private PluginServer server;
    private RawClient client;

    @BeforeEach
    void open() throws IOException
    {
        engine = new FakeEngine(folder);
        final Path socket = folder.resolve("tulle.sock");
        server = new PluginServer(
            new DockerSpec(socket, null, null), PluginServer.methods(engine.engine(), engine.ipam()), null);
        server.start();
        client = new RawClient(socket);
    }

    @AfterEach
    void close() throws IOException
    {
        client.close();
        server.close();
        engine.close();
    }

    @Test
    void shouldSayWhatItCanDo()
    {
        assertAnswer("{\"Implements\":[\"NetworkDriver\",\"IpamDriver\"]}", "Plugin.Activate", "");
        assertAnswer("{\"Scope\":\"local\",\"ConnectivityScope\":\"local\"}", "NetworkDriver.GetCapabilities", "");
        assertAnswer("{\"RequiresMACAddress\":false,\"RequiresRequestReplay\":true}", "IpamDriver.GetCapabilities", "");
        assertAnswer("{\"LocalDefaultAddressSpace\":\"TulleLocal\",\"GlobalDefaultAddressSpace\":\"TulleGlobal\"}",
            "IpamDriver.GetDefaultAddressSpaces", "");
    }

    @Test
    void shouldTakeAnEndpointThroughItsLife()
    {
        assertAnswer("{}", "NetworkDriver.CreateNetwork", CREATE_NETWORK);
        assertAnswer("{\"Interface\":{\"MacAddress\":\"02:42:0a:4d:00:03\"}}",
            "NetworkDriver.CreateEndpoint", CREATE_ENDPOINT);
        assertAnswer("{\"InterfaceName\":{\"SrcName\":\"tl90f0b367f11\",\"DstPrefix\":\"eth\"}," +
            "\"Gateway\":\"10.77.0.1\",\"GatewayIPv6\":\"fd00::1\",\"DisableGatewayService\":false," +
            "\"StaticRoutes\":[]}", "NetworkDriver.Join", JOIN);
        engine.takeCalls();
        assertAnswer("{}", "NetworkDriver.ProgramExternalConnectivity", PROGRAM);
        assertEquals(2, engine.takeCalls().stream().filter(call -> call.startsWith("publish ")).count());
        assertEquals("10.77.0.3/24", client.call("NetworkDriver.EndpointOperInfo", "{" + IDS + "}").json()
            .path("Value").path("ipv4").asText());
        for (int i = 0; i < 2; i++)
        {
            assertAnswer("{}", "NetworkDriver.RevokeExternalConnectivity", "{" + IDS + "}");
            assertAnswer("{}", "NetworkDriver.Leave", "{" + IDS + "}");
            assertAnswer("{}", "NetworkDriver.DeleteEndpoint", "{" + IDS + "}");
        }
        assertAnswer("{}", "NetworkDriver.DeleteNetwork", "{\"NetworkID\":\"" + NETWORK + "\"}");
        assertAnswer("{}", "NetworkDriver.DeleteNetwork", "{\"NetworkID\":\"" + NETWORK + "\"}");
    }

    @Test
    void shouldNotGiveBackWhatWasGiven()
    {
        client.call("NetworkDriver.CreateNetwork", CREATE_NETWORK);
        assertAnswer("{\"Interface\":{}}", "NetworkDriver.CreateEndpoint", CREATE_ENDPOINT
            .replace("\"MacAddress\":\"\"", "\"MacAddress\":\"02:aa:bb:cc:dd:01\"")
            .replace("\"com.docker.network.endpoint.dnsservers\"",
                "\"com.docker.network.endpoint.macaddress\":\"Aqq7zN0B\",\"com.docker.network.endpoint.dnsservers\""));
    }

    @Test
    void shouldGiveAnInternalNetworkNoGateway()
    {
        client.call("NetworkDriver.CreateNetwork",
            CREATE_NETWORK.replace("\"Options\":{", "\"Options\":{\"com.docker.network.internal\":true,"));
        client.call("NetworkDriver.CreateEndpoint", CREATE_ENDPOINT);
        assertAnswer("{\"InterfaceName\":{\"SrcName\":\"tl90f0b367f11\",\"DstPrefix\":\"eth\"}," +
            "\"Gateway\":\"\",\"GatewayIPv6\":\"\",\"DisableGatewayService\":true,\"StaticRoutes\":[]}",
            "NetworkDriver.Join", JOIN);
    }

    @Test
    void shouldFailAsDockerDoesIfAPortIsTaken()
    {
        engine.take(8080);
        client.call("NetworkDriver.CreateNetwork", CREATE_NETWORK);
        client.call("NetworkDriver.CreateEndpoint", CREATE_ENDPOINT);
        client.call("NetworkDriver.Join", JOIN);
        assertAnswer("{\"Err\":\"Bind for 0.0.0.0:8080 failed: port is already allocated\"}",
            "NetworkDriver.ProgramExternalConnectivity", PROGRAM);
    }

    @Test
    void shouldLeasePoolsAndAddresses()
    {
        String pool = "";
        for (int i = 0; i < 2; i++)
        {
            final RawClient.Answer leased = client.call("IpamDriver.RequestPool", REQUEST_POOL);
            pool = "{\"PoolID\":\"" + leased.json().path("PoolID").textValue() + "\"";
            assertEquals("10.99.7.0/24", leased.json().path("Pool").textValue());
            assertAnswer("{\"Address\":\"10.99.7.1/24\",\"Data\":{}}", "IpamDriver.RequestAddress", pool +
                ",\"Address\":\"10.99.7.1\",\"Options\":{\"RequestAddressType\":\"com.docker.network.gateway\"}}");
            client.call("Plugin.Activate", ""); // a Docker that starts again asks for all that it has again
        }
        assertAnswer("{\"Address\":\"10.99.7.128/24\",\"Data\":{}}",
            "IpamDriver.RequestAddress", pool + ",\"Address\":\"\",\"Options\":null}");
        assertAnswer("{}", "IpamDriver.ReleaseAddress", pool + ",\"Address\":\"10.99.7.128\"}");
        assertAnswer("{}", "IpamDriver.ReleasePool", pool + "}");
        assertAnswer("{}", "IpamDriver.ReleasePool", pool + "}");
    }

    @Test
    void shouldPassOverWhatIsOfASwarm()
    {
        assertAnswer("{\"Err\":\"a network of Tulle is of one machine; make it without --scope swarm\"}",
            "NetworkDriver.AllocateNetwork", CREATE_NETWORK);
        assertAnswer("{}", "NetworkDriver.FreeNetwork", "{\"NetworkID\":\"x\"}");
        for (final String method : List.of("NetworkDriver.DiscoverNew", "NetworkDriver.DiscoverDelete"))
        {
            assertAnswer("{}", method,
                "{\"DiscoveryType\":1,\"DiscoveryData\":{\"Address\":\"192.0.2.1\",\"self\":true}}");
        }
    }

    @Test
    void shouldNameThePlaceOfWhatIsWrong()
    {
        final String wrong = "NetworkDriver.CreateNetwork";
        assertAnswer("{\"Err\":\"NetworkID: ab is not an id of 64 hex digits\"}", wrong,
            CREATE_NETWORK.replace(NETWORK, "ab"));
        assertAnswer("{\"Err\":\"IPv4Data[0].Pool: 10.77.0.3/24 has host bits set; write 10.77.0.0/24\"}", wrong,
            CREATE_NETWORK.replace("10.77.0.0/24", "10.77.0.3/24"));
        assertAnswer("{\"Err\":\"IPv4Data[0].AuxAddresses.host1: 10.77.0.130 is not an address with the length of " +
            "its prefix; write it such as 10.30.0.2/24 or fd00::2/64\"}", wrong,
            CREATE_NETWORK.replace("10.77.0.130/24", "10.77.0.130"));
        assertAnswer("{\"Err\":\"Options.com.docker.network.enable_ipv6 is not true or false\"}", wrong,
            CREATE_NETWORK.replace(":true", ":\"yes\""));
        assertAnswer("{\"Err\":\"Options.com.docker.network.generic.com.docker.network.driver.mtu is not a string\"}",
            wrong, CREATE_NETWORK.replace("\"1400\"", "1400"));
        assertAnswer("{\"Err\":\"SandboxKey: netns/1 is not an absolute path\"}", "NetworkDriver.Join",
            JOIN.replace("/var/run/docker/netns/1111382c4e55", "netns/1"));
        assertAnswer("{\"Err\":\"SandboxKey is missing\"}", "NetworkDriver.Join", "{" + IDS + "}");
        assertAnswer("{\"Error\":\"PoolID is missing\"}", "IpamDriver.ReleasePool", "{}");
        assertAnswer("{\"Err\":\"Options.com.docker.network.portmap[1].Proto: 1 is not tcp (6), udp (17) or sctp " +
            "(132)\"}", "NetworkDriver.ProgramExternalConnectivity", PROGRAM.replace("17", "1"));
        assertAnswer("{\"Err\":\"Options.com.docker.network.portmap[0].HostPort: 65536 is not a whole number from 0 " +
            "to 65535\"}", "NetworkDriver.ProgramExternalConnectivity", PROGRAM.replace("8080", "65536"));
    }

    private void assertAnswer(final String expected, final String method, final String request)
    {
        final RawClient.Answer answer = client.call(method, request);
        assertEquals(expected, answer.text());
        assertEquals(200, answer.status());
    }
}

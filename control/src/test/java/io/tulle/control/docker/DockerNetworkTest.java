package io.tulle.control.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.control.EngineNetwork;
import io.tulle.control.JsonText;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What Docker's API shows of a network becomes what Docker asked for when it made it: dockerd 20.10 told both. */
class DockerNetworkTest
{
    @Test
    void shouldReadNameLabelsAndEndpoints()
    {
        final DockerNetwork network = captured("network_front.json");
        assertEquals("509d75b7d378720e02b70053c39f121af63d3f7664efd044a4d9f7cbebde629f", network.id());
        assertEquals("front", network.name());
        assertEquals(Map.of("a", "b"), network.labels());
        assertEquals(List.of(new DockerEndpoint("8428709a2ea275aad917acabaae9c02f10d2d62d37fc93f91c800504c9547ad5",
            "e8f4ca2d68884618ab88779b7e4113def8baaaa7f16c92c20ac3128fc5eeef3a", "web2")), network.endpoints());
    }

    @Test
    void shouldReadAnEndpointThatHasJoinedNoContainerYet()
    {
        final DockerNetwork network = parsed("""
            {"Id": "1", "Name": "n", "Containers": {"ep-8428": {"Name": "web", "EndpointID": "8428"}}}""");
        assertEquals(List.of(new DockerEndpoint("8428", null, "web")), network.endpoints());
    }

    @Test
    void shouldFindTheGatewayThatTheUserLeftToDocker()
    {
        assertEquals("10.77.0.1", gateway(captured("network_front.json"), 0));
        assertEquals("172.17.0.1", gateway(captured("network_auto.json"), 0), "which Docker shows without being asked");
        assertEquals("172.18.0.1", gateway(captured("network_six.json"), 0));
        assertEquals("fd00:5::1", gateway(captured("network_six.json"), 1));
        assertEquals("10.78.0.128", gateway(captured("network_back.json"), 0), "the first of the range");
    }

    @Test
    void shouldFindTheGatewayThatTullesOwnAddressesHave()
    {
        final ObjectNode node = (ObjectNode) FakeDocker.captured("network_back.json");
        ((ObjectNode) node.path("IPAM")).put("Driver", "tulle");
        assertEquals("10.78.0.1", gateway(DockerNetwork.of(node), 0));
    }

    @Test
    void shouldAskForWhatDockerAskedFor()
    {
        final EngineNetwork back = captured("network_back.json").request();
        assertEquals("back", back.name());
        assertEquals(true, back.internal());
        assertEquals(true, back.enableIpv4());
        assertEquals(false, back.enableIpv6());
        assertEquals(Map.of("com.docker.network.driver.mtu", "1400"), back.options());
        final IpamPool pool = back.pools().get(0);
        assertEquals("10.78.0.0/24", pool.subnet().toString());
        assertNull(pool.ipRange(), "it is for who gives the addresses, and that is not the driver");
        assertEquals(Map.of("kept", IpAddress.parse("10.78.0.130")), pool.auxAddresses());
        assertEquals(true, captured("network_six.json").request().enableIpv6());
    }

    @Test
    void shouldTakeTheGatewayWithALengthToo()
    {
        final ObjectNode node = (ObjectNode) FakeDocker.captured("network_auto.json");
        ((ObjectNode) node.path("IPAM").path("Config").get(0)).put("Gateway", "172.17.0.9/16");
        assertEquals("172.17.0.9", gateway(DockerNetwork.of(node), 0));
    }

    @Test
    void shouldSeeThatIpv4IsOff()
    {
        final ObjectNode node = (ObjectNode) FakeDocker.captured("network_six.json");
        assertEquals(false, DockerNetwork.of(node.put("EnableIPv4", false)).request().enableIpv4());
    }

    @Test
    void shouldKeepANameThatIsNoneOutOfTheRequest()
    {
        final ObjectNode node = (ObjectNode) FakeDocker.captured("network_front.json");
        assertNull(DockerNetwork.of(node.put("Name", "my net/x")).request().name());
    }

    @Test
    void shouldRefuseWhatMakesNoSense()
    {
        assertThrows(IllegalArgumentException.class, () -> parsed("{}"));
        assertThrows(IllegalArgumentException.class, () -> parsed("""
            {"Id": "1", "Name": "n", "Containers": {"c": {}}}"""));
        assertThrows(IllegalArgumentException.class, () -> parsed("""
            {"Id": "1", "Name": "n", "IPAM": {"Config": [{"Subnet": "10.0.0.0/99"}]}}""").request());
    }

    private static String gateway(final DockerNetwork network, final int pool)
    {
        return network.request().pools().get(pool).gateway().toString();
    }

    private static DockerNetwork captured(final String file)
    {
        return DockerNetwork.of(FakeDocker.captured(file));
    }

    private static DockerNetwork parsed(final String json)
    {
        return DockerNetwork.of(JsonText.parse(json.getBytes(StandardCharsets.UTF_8)));
    }
}

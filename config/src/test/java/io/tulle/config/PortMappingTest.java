package io.tulle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of a published port. */
class PortMappingTest
{
    @ParameterizedTest
    @CsvSource({
        "3000, 3000/tcp",
        "3000-3005, 3000-3005/tcp",
        "8000:8000, 8000:8000/tcp",
        "9090-9091:8080-8081, 9090-9091:8080-8081/tcp",
        "49100-49110:22, 49100-49110:22/tcp",
        "127.0.0.1:8001:8001, 127.0.0.1:8001:8001/tcp",
        "127.0.0.1:5000-5010:5000-5010, 127.0.0.1:5000-5010:5000-5010/tcp",
        "127.0.0.1::5000, 127.0.0.1::5000/tcp",
        ":80, 80/tcp",
        "0:80, 80/tcp",
        "6060:6060/udp, 6060:6060/udp",
        "6060:6060/SCTP, 6060:6060/sctp",
        "[::1]:8080:80, [::1]:8080:80/tcp",
        "[fd00::0001]::80/udp, [fd00::1]::80/udp",
        "65535:1, 65535:1/tcp"
    })
    void shouldReadEveryShortFormOfCompose(final String text, final String canonical)
    {
        assertEquals(canonical, PortMapping.parse(text).toString());
        assertEquals(PortMapping.parse(text), PortMapping.parse(canonical));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "0", "65536", "80-", "-80", "80:", "a:80", "80:a", "1-2:1-3", "1-3:1-2", "9-8",
        "80/", "80/http", "1.2.3.4:80", "::1:80:80", "[::1]:80", "[::1:80:80", "[1.2.3.4.5]:1:1", "1:2:3",
        "host:80:80", "1.5:80"})
    void shouldRefuseWhatComposeRefuses(final String text)
    {
        assertThrows(BadValueException.class, () -> PortMapping.parse(text));
    }

    @Test
    void shouldReadTheLongForm()
    {
        final LoadResult result = TopologyLoader.load(
            "containers: {a: {ports: [{target: 80, published: 8080-8081, host_ip: '::1', protocol: udp, mode: host}]}}",
            "t.yaml");

        final PortMapping port = result.topology().containers().get("a").ports().get(0);
        assertEquals("[::1]:8080-8081:80/udp", port.toString());
    }

    @Test
    void shouldTakeAnyHostAddressAndPortWhenNoneIsNamed()
    {
        final PortMapping port = PortMapping.parse("80");

        assertNull(port.hostIp());
        assertEquals(0, port.hostPort());
        assertEquals(0, port.hostPortEnd());
        assertEquals(80, port.containerPort());
        assertEquals(80, port.containerPortEnd());
        assertEquals(Protocol.TCP, port.protocol());
    }
}

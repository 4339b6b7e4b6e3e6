package io.tulle.daemon.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;

import io.tulle.config.PortRange;
import io.tulle.config.Protocol;
import org.junit.jupiter.api.Test;

/** Socket tables as the kernel prints them. */
class HostPortsTest
{
    private static final PortRange EXTERNAL = new PortRange(49_152, 65_535);

    @Test
    void shouldTellListeningPortsFromConnectedOnes()
    {
        final HostPorts ports = HostPorts.of(List.of(
            "   0: 0100007F:C350 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1009 1 0 100",
            "   1: 0201A8C0:C351 0901A8C0:01BB 01 00000000:00000000 02:00000C0E 00000000     0        0 1010 2 0 20",
            "   2: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1011 1 0 100",
            "   3: 00000000000000000000000000000000:C352 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 1012"),
            List.of("  78: 00000000:C353 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1013"));
        assertEquals("22,50000-50002", ports.used(Protocol.TCP).toString());
        assertEquals("50003", ports.used(Protocol.UDP).toString());
        assertEquals(List.of(
            "port 50000/tcp of the external range is in use by the host and is left to it",
            "port 50002/tcp of the external range is in use by the host and is left to it",
            "port 50003/udp of the external range is in use by the host and is left to it"),
            ports.warnings(EXTERNAL));
        assertTrue(ports.used(Protocol.SCTP).isEmpty());
    }

    @Test
    void shouldSeeASocketOfThisHost() throws IOException
    {
        try (ServerSocket server = new ServerSocket(0))
        {
            assertTrue(HostPorts.read().used(Protocol.TCP).contains(server.getLocalPort()));
        }
    }
}

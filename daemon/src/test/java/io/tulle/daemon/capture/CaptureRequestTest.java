package io.tulle.daemon.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import io.tulle.control.ControlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parameters of a capture's query, right and wrong. */
class CaptureRequestTest
{
    @Test
    void shouldCaptureEverythingWithoutParameters()
    {
        assertEquals(new CaptureRequest("", "", false, Long.MAX_VALUE, 262_144, "", CaptureFormat.PCAPNG),
            CaptureRequest.parse(Map.of()));
    }

    @Test
    void shouldReadEveryParameter()
    {
        assertEquals(new CaptureRequest("web", "front", true, 10, 96, "tcp port 80", CaptureFormat.TEXT),
            CaptureRequest.parse(Map.of("container", "web", "network", "front", "drops", "true", "count", "10",
                "snaplen", "96", "filter", " tcp port 80 ", "format", "text")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "count   | 0       | count=0: write a whole number from 1 to 1000000000000",
        "count   | many    | count=many: write a whole number from 1 to 1000000000000",
        "snaplen | 262145  | snaplen=262145: write a whole number from 1 to 262144",
        "drops   | perhaps | drops=perhaps: write true or false",
        "format  | pcap    | format=pcap: write pcapng or text",
        "port    | 80      | capture does not know port; it takes container, network, drops, count, snaplen, filter " +
            "and format",
    })
    void shouldRefuseAndSayWhatToWrite(final String parameter, final String value, final String message)
    {
        final ControlException refusal =
            assertThrows(ControlException.class, () -> CaptureRequest.parse(Map.of(parameter, value)));
        assertEquals(400, refusal.status());
        assertEquals(message, refusal.getMessage());
    }

    @Test
    void shouldWantPortsByContainerAndByNetwork()
    {
        final CaptureRequest web = CaptureRequest.parse(Map.of("container", "web"));
        assertTrue(web.wantsPort("web/front") && web.wantsPort("web/back"));
        assertFalse(web.wantsPort("web2/front") || web.wantsPort("db/web"));
        final CaptureRequest front = CaptureRequest.parse(Map.of("network", "front"));
        assertTrue(front.wantsPort("web/front") && front.wantsPort("db/front"));
        assertFalse(front.wantsPort("front/back"));
        final CaptureRequest both = CaptureRequest.parse(Map.of("container", "web", "network", "front"));
        assertTrue(both.wantsPort("web/front"));
        assertFalse(both.wantsPort("web/back") || both.wantsPort("db/front"));
    }
}

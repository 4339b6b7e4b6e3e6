package io.tulle.daemon.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tulle.control.ControlException;
import io.tulle.dataplane.capture.FrameCommenter;
import io.tulle.dataplane.test.CapturedFrames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Captures of a worker that runs, from the query to the end, whatever ends them. */
@Timeout(30)
class CaptureServiceTest
{
    private final TwoPortSwitch bridge = new TwoPortSwitch();
    private final Map<Integer, String> names = new ConcurrentHashMap<>(Map.of(1, "web/front", 2, "db/front"));
    private final CaptureService service =
        new CaptureService(List.of(bridge.captureWorker()), () -> names, TwoPortSwitch.MAX_PORTS,
            () -> FrameCommenter.NONE);

    @AfterEach
    void close()
    {
        service.close();
        bridge.close();
    }

    @Test
    void shouldShowAFrameInAndOutAndEndAtTheCount() throws Exception
    {
        final CaptureClient client = capture("format", "text", "count", "2");
        bridge.webSends(CapturedFrames.ICMP_ECHO_REQUEST);
        client.awaitEnd();
        final List<String> lines = client.lines();
        assertEquals(3, lines.size());
        assertTrue(lines.get(0).endsWith(
            " web/front In   IP 172.17.0.2 > 172.17.0.3: ICMP echo request, id 6707, seq 1, length 32"), lines.get(0));
        assertTrue(lines.get(1).endsWith(
            " db/front Out  IP 172.17.0.2 > 172.17.0.3: ICMP echo request, id 6707, seq 1, length 32"), lines.get(1));
        assertEquals("2 frames shown, 0 lost because the reader was slow", lines.get(2));
    }

    @Test
    void shouldShowOnlyDropsWithTheirReason() throws Exception
    {
        final CaptureClient client = capture("format", "text", "count", "1", "drops", "true");
        bridge.webSends(CapturedFrames.ICMP_ECHO_REQUEST);
        bridge.webSends(CapturedFrames.ARP_REPLY);
        client.awaitEnd();
        assertTrue(client.lines().get(0).endsWith("dropped: ARP sender is not the endpoint's (ARP_SPOOFED)"),
            client.lines().get(0));
    }

    @Test
    void shouldShowOnlyTheContainersPort() throws Exception
    {
        final CaptureClient client = capture("format", "text", "count", "1", "container", "db");
        bridge.webSends(CapturedFrames.ICMP_ECHO_REQUEST);
        client.awaitEnd();
        assertTrue(client.lines().get(0).contains(" db/front Out "), client.lines().get(0));
    }

    @Test
    @Tag("root")
    void shouldShowOnlyWhatTheFilterSays() throws Exception
    {
        final CaptureClient client = capture("format", "text", "count", "1", "filter", "arp");
        bridge.webSends(CapturedFrames.ICMP_ECHO_REQUEST);
        bridge.webSends(CapturedFrames.ARP_REQUEST);
        client.awaitEnd();
        assertTrue(client.lines().get(0).contains("ARP, Request who-has"), client.lines().get(0));
    }

    @Test
    void shouldSeeAPortThatComesWhileItRuns() throws Exception
    {
        names.remove(1);
        final CaptureClient client = capture("format", "text", "count", "1", "network", "front", "drops", "true");
        bridge.webSends(CapturedFrames.ARP_REQUEST);
        names.put(1, "late/front");
        service.onPortsChanged();
        bridge.webSends(CapturedFrames.ARP_REPLY);
        client.awaitEnd();
        assertTrue(client.lines().get(0).contains(" late/front Drop ARP, Reply"), client.lines().get(0));
    }

    @Test
    void shouldServeTwoClientsAtOnce() throws Exception
    {
        final CaptureClient first = capture("format", "text", "count", "1");
        final CaptureClient second = capture("format", "text", "count", "3");
        bridge.webSends(CapturedFrames.ICMP_ECHO_REQUEST);
        first.awaitEnd();
        bridge.webSends(CapturedFrames.ARP_REQUEST);
        second.awaitEnd();
        assertEquals(2, first.lines().size());
        assertEquals(4, second.lines().size());
    }

    @Test
    void shouldGoOffTheWorkersWhenAnInterruptTellsThatTheClientHasGone() throws Exception
    {
        final CaptureClient client = capture();
        client.interrupt();
        client.awaitEnd();
        bridge.webSends(CapturedFrames.ICMP_ECHO_REQUEST);
        assertEquals(1, bridge.dbReceived());
    }

    @Test
    void shouldGoOffTheWorkersWhenAWriteFails() throws Exception
    {
        final CaptureClient client = capture();
        client.breakPipe();
        bridge.webSends(CapturedFrames.ICMP_ECHO_REQUEST);
        client.awaitEnd();
        assertEquals("Broken pipe", client.failure().getMessage());
        bridge.webSends(CapturedFrames.ICMP_ECHO_REQUEST);
        assertEquals(2, bridge.dbReceived());
    }

    @Test
    void shouldEndEveryCaptureWhenItIsClosed() throws Exception
    {
        final CaptureClient client = capture("format", "text");
        service.close();
        client.awaitEnd();
        assertEquals(List.of("0 frames shown, 0 lost because the reader was slow"), client.lines());
        assertThrows(ControlException.class, () -> service.stream(Map.of(), new CaptureClient.Output()));
    }

    @Test
    void shouldEndACaptureWhoseClientDoesNotRead() throws Exception
    {
        final CaptureClient client = capture("format", "text");
        client.stopReading();
        bridge.webSends(CapturedFrames.ICMP_ECHO_REQUEST);
        client.awaitBlockedWrite();
        service.close();
        client.awaitEnd();
        assertEquals("interrupted", client.failure().getMessage());
        bridge.webSends(CapturedFrames.ICMP_ECHO_REQUEST);
        assertEquals(2, bridge.dbReceived());
    }

    @Test
    void shouldRefuseAContainerThatIsNotAttached()
    {
        final ControlException refusal = refusal(Map.of("container", "wbe", "network", "front"));
        assertEquals(404, refusal.status());
        assertEquals("no container wbe is attached to network front; tulle ps lists what is", refusal.getMessage());
    }

    @Test
    @Tag("root")
    void shouldRefuseABadFilter()
    {
        final ControlException refusal = refusal(Map.of("filter", "tpc port 80"));
        assertEquals(400, refusal.status());
        assertTrue(refusal.getMessage().startsWith("bad capture filter \"tpc port 80\": "), refusal.getMessage());
    }

    private ControlException refusal(final Map<String, String> query)
    {
        return assertThrows(ControlException.class, () -> service.stream(query, new CaptureClient.Output()));
    }

    /** Returns when the capture runs, which its first flush tells. */
    private CaptureClient capture(final String... query) throws InterruptedException, IOException
    {
        final Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < query.length; i += 2)
        {
            parameters.put(query[i], query[i + 1]);
        }
        return new CaptureClient(service, parameters);
    }
}

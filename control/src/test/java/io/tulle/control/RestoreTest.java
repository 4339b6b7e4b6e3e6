package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** What a start finds after a stop, a kill, or a damaged disk. */
class RestoreTest extends ServiceTest
{
    @Test
    void shouldGiveEverythingToTheFabricAgainWithTheSameAddresses()
    {
        given(SHOP);
        final String endpointId = joined("db", "back").endpointId();
        reopen();
        final RestoreReport report = service.restore();
        assertEquals(new RestoreReport(2, 2, 3, List.of()), report);
        assertEquals(endpointId, joined("db", "back").endpointId());
        assertTrue(fabric.calls.containsAll(List.of("create back", "create front", "open db", "open web",
            "attach web to front as eth1 10.30.0.2/24", "gateway of web is front 10.30.0.1")));
        fabric.takeCalls();
        assertTrue(service.apply(topology(SHOP)).plan().isEmpty());
        assertEquals(List.of(), fabric.calls);
        assertEquals("shop", service.topologyName());
    }

    @Test
    void shouldFinishWhatAKillInterrupted()
    {
        fabric.beforeCall = () ->
        {
            if (fabric.calls.contains("open web"))
            {
                throw new OutOfMemoryError("as good as a kill -9");
            }
        };
        assertThrows(
            IllegalStateException.class, () -> service.apply(topology(SHOP)));
        fabric.beforeCall = () -> {};
        reopen();
        fabric.takeCalls();
        assertEquals(new RestoreReport(2, 2, 3, List.of()), service.restore());
        assertTrue(service.plan(topology(SHOP)).isEmpty());
    }

    @Test
    void shouldReportAndDropWhatCannotBeAttachedAgain()
    {
        given(SHOP);
        reopen();
        fabric.failing.add("open web");
        assertEquals(new RestoreReport(2, 1, 1, List.of("container web: no such thing; make it first")),
            service.restore());
        fabric.failing.clear();
        assertEquals("+ container web netns web", service.plan(topology(SHOP)).lines().get(0));
    }

    @Test
    void shouldRemoveTheDevicesOfANetworkThatCannotBeMadeAgain()
    {
        given(SHOP);
        reopen();
        fabric.failing.add("create front");
        assertEquals(new RestoreReport(1, 2, 2, List.of("network front: no such thing; make it first")),
            service.restore());
        assertTrue(fabric.calls.contains("detach web from front"));
    }

    @Test
    void shouldRememberTheNameOfATopologyThatChangedNothingElse()
    {
        given(SHOP);
        service.apply(topology(SHOP.replace("name: shop", "name: store")));
        reopen();
        assertEquals("store", service.topologyName());
    }

    @Test
    void shouldKeepLiveNetworksAndEndpointsOverARestart()
    {
        given(SHOP);
        service.createNetwork(CreateNetwork.named("live"));
        service.connect(Connect.of("live", "web"));
        reopen();
        service.restore();
        assertEquals("172.17.0.2/16", addressOf("web", "live"));
        assertTrue(service.plan(topology(SHOP)).isEmpty());
    }

    @Test
    void shouldPutADamagedFileAsideAndSayIt() throws IOException
    {
        given(SHOP);
        close();
        Files.writeString(stateDir.resolve(StateStore.FILE), "{\"version\": 1, \"topology\"");
        open();
        final RestoreReport report = service.restore();
        assertEquals(1, report.problems().size());
        assertTrue(report.problems().get(0).matches(".*state.json is not a state of Tulle \\(not JSON: .*\\); " +
            "it is kept as .*state.json.corrupt and Tulle starts with nothing"), report.problems().get(0));
        assertTrue(Files.exists(stateDir.resolve(StateStore.CORRUPT)));
        assertEquals(List.of(), service.networks());
    }

    @Test
    void shouldPutAsideAFileOfAnotherVersion() throws IOException
    {
        Files.writeString(stateDir.resolve(StateStore.FILE), "{\"version\": 2}");
        reopen();
        assertTrue(service.restore().problems().get(0).contains("version 2, this Tulle reads 1"));
    }

    @Test
    void shouldLeaveNoTemporaryFileAndNoStateAfterDown()
    {
        given(SHOP);
        assertFalse(Files.exists(stateDir.resolve("state.json.new")));
        service.down();
        reopen();
        assertEquals(new RestoreReport(0, 0, 0, List.of()), service.restore());
        assertFalse(Files.exists(stateDir.resolve(StateStore.FILE)));
    }

    @Test
    void shouldTellNamespacesApartByWhatIsBehindTheirPath() throws IOException
    {
        final NamespaceIdentity first = NamespaceIdentity.of(Files.createFile(stateDir.resolve("a")));
        final NamespaceIdentity second = NamespaceIdentity.of(Files.createFile(stateDir.resolve("b")));
        assertNotEquals(first, second);
        assertEquals(first, NamespaceIdentity.of(stateDir.resolve("a")));
        assertEquals(null, NamespaceIdentity.of(stateDir.resolve("c")));
    }
}

package io.tulle.daemon;

import static io.tulle.daemon.EnginePlay.DEVICE;
import static io.tulle.daemon.EnginePlay.endpoint;
import static io.tulle.daemon.EnginePlay.ip;
import static io.tulle.daemon.EnginePlay.network;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.tulle.control.FabricException;
import io.tulle.control.Sandbox;
import io.tulle.tapio.TapDevice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Docker takes the device where it wants it; Tulle finds it there again. */
@Tag("root")
class EngineInterfaceTest
{
    private final EnginePlay play = new EnginePlay();
    private final List<TapDevice> opened = new ArrayList<>();

    @AfterEach
    void close()
    {
        opened.forEach(TapDevice::close);
        play.close();
    }

    @Test
    void shouldMakeADeviceThatIsDownAndHasNoAddress()
    {
        final TapDevice device = create();
        final String link = ip(play.host, "-d addr show " + DEVICE);

        assertTrue(link.contains("02:42:0a:4d:00:02") && link.contains("mtu 1400"), link);
        assertTrue(link.contains("state DOWN") && link.contains("persist on"), link);
        assertFalse(link.contains("inet"), link);
    }

    @Test
    void shouldRefuseAnInterfaceThatIsSomebodyElses()
    {
        ip(play.host, "link add " + DEVICE + " type veth peer name other");

        final FabricException refusal = assertThrows(FabricException.class, this::create);

        assertEquals("the host already has an interface " + DEVICE + ", and it is not Tulle's; remove it",
            refusal.getMessage());
    }

    @Test
    void shouldFindTheDeviceThatDockerHasNotTakenYet()
    {
        create().close();

        final TapDevice found = takeOver(EnginePlay.waiting(Path.of("/run/netns/not-there-yet")), 1);

        assertEquals(DEVICE, found.name());
        found.destroy();
        assertFalse(ip(play.host, "link").contains(DEVICE));
    }

    @Test
    void shouldFindTheDeviceInTheSandboxByItsMacAddress()
    {
        create().close();
        play.take("eth3");
        final String before = ip(play.sandbox, "-4 -o addr show dev eth3");

        final TapDevice found = takeOver(play.opened(), 1);

        assertEquals("eth3", found.name());
        assertEquals(before, ip(play.sandbox, "-4 -o addr show dev eth3"));
        assertTrue(routes().contains("10.9.0.0/16 via 10.77.0.9"), this::routes);
        found.destroy();
        assertFalse(ip(play.sandbox, "link").contains("eth3"));
    }

    @Test
    void shouldKeepWhatDockerSetWhenTheNumberOfQueuesChanges()
    {
        create().close();
        play.take("eth3");
        ip(play.sandbox, "addr add 10.77.0.77/32 dev eth3");

        final TapDevice found = takeOver(play.opened(), 2);
        assertEquals("eth3", found.name());
        final String link = ip(play.sandbox, "-d addr show dev eth3");
        assertTrue(link.contains("02:42:0a:4d:00:02") && link.contains("mtu 1400"), link);
        assertTrue(link.contains("10.77.0.2/24") && link.contains("10.77.0.77/32"), link);
        assertTrue(link.contains("multi_queue") && link.contains(",UP"), link);
        assertTrue(routes().contains("default via 10.77.0.1 dev eth3"), this::routes);
        assertTrue(routes().contains("10.9.0.0/16 via 10.77.0.9"), this::routes);
    }

    @Test
    void shouldMakeTheDeviceAnewWhereItDied()
    {
        create().close();
        play.take("eth0");
        ip(play.sandbox, "link del eth0");

        final TapDevice healed = takeOver(play.opened(), 1);
        assertEquals("eth0", healed.name());
        final String link = ip(play.sandbox, "-d addr show dev eth0");
        assertTrue(link.contains("02:42:0a:4d:00:02") && link.contains("10.77.0.2/24"), link);
        assertTrue(routes().contains("default via 10.77.0.1 dev eth0"), this::routes);
    }

    @Test
    void shouldLeaveTheDefaultRouteOfAnotherInterfaceAlone()
    {
        ip(play.sandbox, "link add eth0 type veth peer name far");
        ip(play.sandbox, "addr add 10.88.0.2/24 dev eth0");
        ip(play.sandbox, "link set eth0 up");
        ip(play.sandbox, "route add default via 10.88.0.1");

        final TapDevice healed = takeOver(play.opened(), 1);
        assertEquals("eth1", healed.name());
        assertEquals(1, routes().lines().filter((line) -> line.startsWith("default")).count());
        assertTrue(routes().contains("default via 10.88.0.1 dev eth0"), this::routes);
    }

    @Test
    void shouldSayThatADeviceIsGoneWithItsNamespace()
    {
        final Sandbox waiting = EnginePlay.waiting(Path.of("/run/netns/never-there"));

        final FabricException failure = assertThrows(FabricException.class, () -> takeOver(waiting, 1));

        assertEquals("its device is gone, and its namespace /run/netns/never-there, too", failure.getMessage());
        assertFalse(ip(play.host, "link").contains(DEVICE), "nothing is made for nobody");
    }

    @Test
    void shouldRemoveWhatDockerGaveBackToTheHost()
    {
        create().close();

        remove();

        assertFalse(ip(play.host, "link").contains(DEVICE));
    }

    @Test
    void shouldRemoveWhatDockerLeftInTheSandbox()
    {
        create().close();
        play.take("eth0");

        remove();

        assertFalse(ip(play.sandbox, "link").contains("eth0"));
    }

    @Test
    void shouldLeaveADeviceOfAnotherMacAddressAlone()
    {
        create().close();
        ip(play.host, "link set " + DEVICE + " address 02:42:0a:4d:00:63");

        remove();

        assertTrue(ip(play.host, "link").contains(DEVICE));
    }

    @Test
    void shouldTellWhetherADeviceIsStillThere()
    {
        final TapDevice device = create();
        play.take("eth0");
        assertTrue(device.isThere());
        ip(play.sandbox, "link set eth0 down");
        assertTrue(device.isThere());

        ip(play.sandbox, "link del eth0");

        assertFalse(device.isThere());
    }

    @Test
    void shouldMakeADeviceAnewWhileTheOneBeforeItIsRemoved()
    {
        final DeviceRemoval removal = new DeviceRemoval();
        for (int i = 0; i < 5; i++)
        {
            final TapDevice device = create();
            removal.remove(device, DEVICE);
            removal.await(DEVICE);
            assertFalse(ip(play.host, "link").contains(DEVICE));
        }
        removal.remove(create(), DEVICE);
        removal.close();

        assertFalse(ip(play.host, "link").contains(DEVICE));
    }

    private TapDevice create()
    {
        opened.add(play.host.call(() -> EngineInterface.create(endpoint(), 1, new DeviceRelease())));
        return opened.get(opened.size() - 1);
    }

    private TapDevice takeOver(final Sandbox sandbox, final int queues)
    {
        opened.add(play.host.call(() ->
            EngineInterface.takeOver(network(), sandbox, endpoint(), queues, new DeviceRelease())));
        return opened.get(opened.size() - 1);
    }

    private void remove()
    {
        play.host.run(() -> EngineInterface.remove(play.opened(), endpoint()));
    }

    private String routes()
    {
        return ip(play.sandbox, "route");
    }
}

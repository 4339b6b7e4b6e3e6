package io.tulle.daemon.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.tulle.tapio.linux.NetworkNamespace;
import io.tulle.tapio.linux.Sysctl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a namespace whose kernel setting is its own. */
@Tag("root")
class ReservedPortsTest
{
    private static final PortSet EXTERNAL = PortSet.parse("49152-65535");

    private final NetworkNamespace namespace =
        NetworkNamespace.create("reserved-" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 1_000_000);
    @TempDir
    private Path state;

    @AfterEach
    void removeNamespace()
    {
        namespace.delete();
    }

    @Test
    void shouldAddTheRangeAndGiveItBack()
    {
        namespace.run(() ->
        {
            final ReservedPorts ports = new ReservedPorts(state);
            ports.reserve(EXTERNAL);
            assertEquals("49152-65535", Sysctl.read(ReservedPorts.KEY));
            ports.close();
            assertEquals("", Sysctl.read(ReservedPorts.KEY));
            assertFalse(Files.exists(state.resolve("reserved-ports")));
        });
    }

    @Test
    void shouldKeepWhatOthersReserved()
    {
        namespace.run(() ->
        {
            Sysctl.write(ReservedPorts.KEY, "8080,50000-50010");
            final ReservedPorts ports = new ReservedPorts(state);
            ports.reserve(EXTERNAL);
            assertEquals("8080,49152-65535", Sysctl.read(ReservedPorts.KEY));
            Sysctl.write(ReservedPorts.KEY, "8080,9090,49152-65535"); // somebody else, meanwhile
            ports.close();
            assertEquals("8080,9090,50000-50010", Sysctl.read(ReservedPorts.KEY));
        });
    }

    @Test
    void shouldEndWithTheFirstValueAfterAKillAndARestart()
    {
        namespace.run(() ->
        {
            Sysctl.write(ReservedPorts.KEY, "50000-50010");
            new ReservedPorts(state).reserve(EXTERNAL); // and killed
            final ReservedPorts next = new ReservedPorts(state);
            next.reserve(PortSet.parse("60000-60099"));
            assertEquals("50000-50010,60000-60099", Sysctl.read(ReservedPorts.KEY));
            next.close();
            assertEquals("50000-50010", Sysctl.read(ReservedPorts.KEY));
        });
    }

    @Test
    void shouldNotBelieveANoteOfAnEarlierBoot() throws IOException
    {
        Files.write(state.resolve("reserved-ports"), List.of("another-boot", "8080"));
        namespace.run(() ->
        {
            Sysctl.write(ReservedPorts.KEY, "8080");
            final ReservedPorts ports = new ReservedPorts(state);
            ports.reserve(EXTERNAL);
            ports.close();
            assertEquals("8080", Sysctl.read(ReservedPorts.KEY));
        });
    }
}

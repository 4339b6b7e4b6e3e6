package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tulle as a service manager runs it. */
@Tag("root")
class ServiceTest
{
    private static final String YAML = "containers: {one: {}, two: {}}\n";
    /** Prints what is sent to the socket of sd_notify(3). */
    private static final String LISTENER = """
        import socket, sys
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.bind(sys.argv[1])
        print("bound", flush=True)
        while True:
            print(s.recv(4096).decode(), flush=True)
        """;

    @RegisterExtension
    final TestHost host = new TestHost();

    private Instance tulle;

    @BeforeEach
    void write()
    {
        tulle = host.tulle();
        tulle.file(YAML);
    }

    @Test
    void shouldTellSystemdThatItIsReadyAliveAndStopping()
    {
        final String socket = host.directory().resolve("notify").toString();
        final Background listener = host.commands().start(List.of("python3", "-c", LISTENER, socket));
        listener.awaitLine("bound");

        tulle.start(Commands.join(List.of("env", "NOTIFY_SOCKET=" + socket),
            tulle.words("up", "-f", tulle.file().toString()).toArray(new String[0])));

        listener.awaitLine("READY=1");
        listener.awaitLine("WATCHDOG=1");
        assertTrue(tulle.json("ps", "--json").size() > 0, "what is ready answers");
        tulle.daemon().signal("TERM").ok();
        listener.awaitLine("STOPPING=1");
    }

    @Test
    void shouldLetRootAndItsGroupAloneUseTheSocket() throws IOException
    {
        tulle.upAgain();

        assertEquals("rw-rw----", PosixFilePermissions.toString(
            Files.getPosixFilePermissions(tulle.runDir().resolve("tulle.sock"))));
    }

    @Test
    void shouldRunAsADaemonWhereverTheDirectoriesStand() throws IOException
    {
        tulle.start(List.of(Launcher.PATH.toString(), "--run-dir", tulle.runDir().toString(), "--state-dir",
            tulle.stateDir().toString(), "up", "-f", tulle.file().toString())).awaitLine("ready");

        final String flags = Files.readString(Path.of("/proc", Long.toString(tulle.daemon().pid()), "cmdline"));
        assertFalse(flags.contains("TieredStopAtLevel"), "the flags of a short command make a slow switch: " + flags);
    }

    @Test
    void shouldEndCleanlyOnInterrupt()
    {
        tulle.upAgain();

        assertEquals("", tulle.daemon().interrupt().ok().err());
    }
}

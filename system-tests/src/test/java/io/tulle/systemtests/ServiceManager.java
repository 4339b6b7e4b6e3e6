package io.tulle.systemtests;

import java.nio.file.Path;
import java.util.List;

/**
 * Plays systemd with tulle.socket and tulle.service: listens at the plugin's socket from the start, and runs a Tulle
 * with that as stdin whenever somebody calls and none runs. Called by tests.
 */
final class ServiceManager
{
    private static final String PROGRAM = """
        import os, select, socket, subprocess, sys
        listener = socket.socket(socket.AF_UNIX)
        os.makedirs(os.path.dirname(sys.argv[1]), exist_ok=True)
        listener.bind(sys.argv[1])
        listener.listen(4096)
        print("listening", flush=True)
        while True:
            select.select([listener], [], [])
            print("called", flush=True)
            subprocess.run(sys.argv[2:], stdin=listener)
            print("ended", flush=True)
        """;

    private ServiceManager()
    {
    }

    /** Starts it for a Tulle whose file is written. */
    static Background listen(final Instance tulle, final Path socket)
    {
        return tulle.start(Commands.join(List.of("python3", "-c", PROGRAM, socket.toString()),
            tulle.words("up", "-f", tulle.file().toString()).toArray(new String[0]))).awaitLine("listening");
    }
}

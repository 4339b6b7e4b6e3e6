package io.tulle.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Servers that Tulle asks for names which are not of containers: dnsmasq, and one that does what a name says, right or
 * wrong (name_server.py). Called by tests.
 */
final class NameServer
{
    /** What no answer may ever hold: what wrong answers of the server say. */
    static final String FORGED = "198.51.100.66";

    private NameServer()
    {
    }

    /** Starts the one that does what a name says, at an address that the namespace has. */
    static Background strange(final Container where, final String address, final String... options)
    {
        return where.start(Commands.join(List.of("python3", Resource.path("name_server.py"), address),
            options).toArray(new String[0])).awaitLine("listening");
    }

    /** The address that it answers with for a tag. */
    static String answerOf(final int tag)
    {
        return "203.0.113." + tag;
    }

    /** Starts dnsmasq with these lines of configuration, at an address that the namespace has. */
    static Background dnsmasq(final TestHost host, final Container where, final String address, final String lines)
    {
        try
        {
            final Path file = Files.createTempFile(host.directory(), "dnsmasq", ".conf");
            Files.writeString(file, "no-resolv\nno-hosts\nbind-interfaces\npid-file\nuser=root\nlisten-address=" +
                address + "\n" + lines);
            return where.start("dnsmasq", "--keep-in-foreground", "--log-facility=-", "--conf-file=" + file)
                .awaitErrorLine("started, version");
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Runs the client that writes its messages itself, in a container. */
    static CommandResult client(final Container container, final String... words)
    {
        return container.exec(clientWords(words)).ok();
    }

    static Background startClient(final Container container, final String... words)
    {
        return container.startExec(clientWords(words));
    }

    private static String[] clientWords(final String... words)
    {
        return Commands.join(List.of("python3", Resource.path("name_client.py")), words).toArray(new String[0]);
    }
}

package io.tulle.daemon.router;

import io.tulle.nat.NatContext;
import io.tulle.nat.NatSettings;
import io.tulle.nat.conntrack.SessionAger;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionTable;
import io.tulle.nat.gateway.RouterPorts;
import io.tulle.nat.gateway.Routes;
import io.tulle.nat.mapping.Mappings;
import io.tulle.nat.mapping.StaticMappings;
import io.tulle.vswitch.HostAddresses;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * What the router consists of beside its stages: made once, in order, by the composition root.
 *
 * @param context       what the stages of all workers share
 * @param networks      keeps their view true to the model
 * @param numbers       of ports and address spaces
 * @param hostAddresses what the host may send from to its containers
 * @param ager          ends idle sessions; run by the conductor
 * @param listeners     who hear of sessions that begin and end
 * @param earlier       the sessions of an earlier run
 * @param file          where sessions outlive the daemon
 */
public record RouterParts(NatContext context, Router networks, Numbers numbers, HostAddresses hostAddresses,
    SessionAger ager, SessionListeners listeners, BitSet earlier, Path file) implements AutoCloseable
{
    private static final String FILE_NAME = "tulle.sessions";

    /** Sessions of an earlier run are there again when it returns. */
    public static RouterParts open(final Path runDir, final NatSettings settings, final int maxPorts)
    {
        final Path file = runDir.resolve(FILE_NAME);
        final RouterPorts ports = new RouterPorts(maxPorts);
        final Routes routes = new Routes();
        final SessionTable sessions = SessionTable.open(file, settings.maxSessions());
        final Mappings mappings = new Mappings(settings, ports);
        final BitSet earlier = new BitSet();
        sessions.forEach((session) -> earlier.set(session.session()));
        final SessionListeners listeners = new SessionListeners(mappings);
        final NatContext context =
            new NatContext(settings, ports, routes, sessions, mappings, new StaticMappings());
        return new RouterParts(context, new Router(ports, routes), new Numbers(sessions), new HostAddresses(),
            new SessionAger(sessions, settings.timeouts(), listeners), listeners, earlier, file);
    }

    /**
     * Counts the sessions of an earlier run in again, at their mappings and their containers. Called once, when ports
     * and uplinks are what they were, and before the first session is aged.
     */
    public void restoreMappings()
    {
        final SessionDescriptor session = sessions().descriptor();
        earlier.stream().forEach((number) -> context.mappings().restore(session.wrap(number)));
        earlier.clear();
    }

    public SessionTable sessions()
    {
        return context.sessions();
    }

    /** After everything was removed, no session can come back. */
    public void deleteFile()
    {
        try
        {
            Files.deleteIfExists(file);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void close()
    {
        context.mappings().close();
        sessions().close();
    }
}

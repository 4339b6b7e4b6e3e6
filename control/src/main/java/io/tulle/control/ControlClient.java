package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Asks a running daemon, for the command line. Every refusal is a {@link ControlException} with the daemon's own words;
 * {@link DaemonNotRunningException} if nobody answers.
 */
public final class ControlClient
{
    public ControlClient(final Path socket)
    {
        throw new UnsupportedOperationException();
    }

    /** True if a daemon answers on the socket. */
    public boolean isRunning()
    {
        throw new UnsupportedOperationException();
    }

    public VersionInfo version()
    {
        throw new UnsupportedOperationException();
    }

    public List<NetworkRow> networks()
    {
        throw new UnsupportedOperationException();
    }

    /** Docker's JSON object for one network. */
    public JsonNode inspect(final String network)
    {
        throw new UnsupportedOperationException();
    }

    /** Makes a network. @return its id */
    public String createNetwork(final CreateNetwork request)
    {
        throw new UnsupportedOperationException();
    }

    public void removeNetwork(final String network)
    {
        throw new UnsupportedOperationException();
    }

    public void connect(final Connect request)
    {
        throw new UnsupportedOperationException();
    }

    public void disconnect(final String network, final String container, final boolean force)
    {
        throw new UnsupportedOperationException();
    }

    public List<FdbEntry> fdb(final String network)
    {
        throw new UnsupportedOperationException();
    }

    public List<ContainerRow> containers()
    {
        throw new UnsupportedOperationException();
    }

    /** What the text of a topology file would change. */
    public PlanResult plan(final String file, final String text)
    {
        throw new UnsupportedOperationException();
    }

    /** Makes the daemon match the text of a topology file. */
    public ApplyResult apply(final String file, final String text)
    {
        throw new UnsupportedOperationException();
    }

    /** Asks the daemon to end; it answers first and ends then. */
    public void shutdown(final ShutdownMode mode)
    {
        throw new UnsupportedOperationException();
    }

    /** Copies the capture stream to out until it ends or out cannot be written; an IOException is out's own. */
    public void capture(final Map<String, String> query, final OutputStream out) throws IOException
    {
        throw new UnsupportedOperationException();
    }
}

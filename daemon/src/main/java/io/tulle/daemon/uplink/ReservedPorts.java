package io.tulle.daemon.uplink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import io.tulle.tapio.linux.Sysctl;

/**
 * Keeps the kernel from giving an external port of Tulle's to a socket of the host: while Tulle runs, they are among
 * the reserved ones. What was added is noted in a file first, so that the next start knows what a killed daemon left;
 * what others reserve meanwhile stays. Called by control threads, in the host's namespace.
 */
public final class ReservedPorts implements AutoCloseable
{
    static final String KEY = "net.ipv4.ip_local_reserved_ports";

    private static final String FILE = "reserved-ports";
    private static final String BOOT_ID = "kernel.random.boot_id";

    private final Path file;
    private final Path temporary;

    public ReservedPorts(final Path stateDirectory)
    {
        file = stateDirectory.resolve(FILE);
        temporary = stateDirectory.resolve(FILE + ".new");
    }

    /** Reserves these, and gives back what Tulle reserved before and does not want any more. */
    public void reserve(final PortSet ports)
    {
        final PortSet before = reserved().minus(noted());
        final PortSet added = ports.minus(before);
        note(added.plus(noted())); // a kill between here and the last line finds all that may be there
        write(before.plus(added));
        note(added);
    }

    /** Gives back what Tulle reserved. */
    @Override
    public void close()
    {
        final PortSet noted = noted();
        if (!noted.isEmpty())
        {
            write(reserved().minus(noted));
        }
        delete();
    }

    private static PortSet reserved()
    {
        return PortSet.parse(Sysctl.read(KEY));
    }

    private static void write(final PortSet ports)
    {
        Sysctl.write(KEY, ports + "\n"); // the kernel takes no notice of a write of nothing
    }

    /** What was added since the machine was started; before that, it has nothing to say. */
    private PortSet noted()
    {
        try
        {
            final List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            final boolean isOfThisBoot = lines.size() >= 2 && Sysctl.read(BOOT_ID).equals(lines.get(0));
            return isOfThisBoot ? PortSet.parse(lines.get(1)) : PortSet.EMPTY;
        }
        catch (final IOException ex)
        {
            throw failed("read", ex);
        }
    }

    private void note(final PortSet added)
    {
        try
        {
            Files.createDirectories(file.getParent());
            Files.write(temporary, List.of(Sysctl.read(BOOT_ID), added.toString()));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        catch (final IOException ex)
        {
            throw failed("write", ex);
        }
    }

    private void delete()
    {
        try
        {
            Files.deleteIfExists(file);
        }
        catch (final IOException ex)
        {
            throw failed("remove", ex);
        }
    }

    private IllegalStateException failed(final String what, final IOException ex)
    {
        return new IllegalStateException("cannot " + what + " " + file + ": " + ex.getMessage() +
            "; give another --state-dir", ex);
    }
}

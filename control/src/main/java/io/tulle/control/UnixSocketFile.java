package io.tulle.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Makes the unix socket of a server, mode 0660: a stale one is replaced, a live one and what is no socket are not.
 * Called by the thread that starts the daemon.
 *
 * @param path    where it is
 * @param setting what the user changes to have it elsewhere
 */
record UnixSocketFile(Path path, String setting)
{
    private static final int BACKLOG = 4096; // one more is refused at once, and Docker tries again a second later only
    private static final String MODE = "rw-rw----";
    private static final int MAX_LENGTH_BYTES = 107; // unix(7): sun_path, with the final NUL

    /** Listens; what cannot be is an IllegalStateException. */
    ServerSocketChannel listen() throws IOException
    {
        checkLength();
        Files.createDirectories(path.toAbsolutePath().getParent());
        removeStale();
        final ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try
        {
            listener.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(MODE));
            return listener;
        }
        catch (final IOException e)
        {
            listener.close();
            throw e;
        }
    }

    private void checkLength()
    {
        final int lengthBytes = path.toString().getBytes().length;
        if (lengthBytes > MAX_LENGTH_BYTES)
        {
            throw new IllegalStateException("the path of the socket has " + lengthBytes + " bytes, unix(7) allows " +
                MAX_LENGTH_BYTES + ": " + path + "; give a shorter " + setting);
        }
    }

    private void removeStale() throws IOException
    {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS))
        {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther())
        {
            throw new IllegalStateException(path + " is not a socket; move it away or give another " + setting);
        }
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path)))
        {
            throw new IllegalStateException("a Tulle answers on " + path + " already: " + probe +
                "; end it with: tulle down, or give another " + setting);
        }
        catch (final IOException e)
        {
            Files.delete(path); // left by a daemon that was killed
        }
    }
}

package io.tulle.daemon.names;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * Follows the host's resolv.conf, whoever writes it, and however: in place, by a rename, or by a mount over it. The
 * conductor looks, any thread reads.
 */
public final class HostResolvConf
{
    private static final Logger LOGGER = LoggerFactory.getLogger(HostResolvConf.class);
    /** A file that was written a moment ago may be written again without a sign: clocks of files are coarse. */
    private static final long SETTLED_MS = 2_000;

    /** What shows that a file is another one now. */
    private record Stamp(FileTime modified, long length, Object inode)
    {
        private static final Stamp MISSING = new Stamp(FileTime.fromMillis(0), 0, null);

        static Stamp of(final Path path)
        {
            try
            {
                final BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
                return new Stamp(file.lastModifiedTime(), file.size(), file.fileKey());
            }
            catch (final IOException ex)
            {
                return MISSING;
            }
        }
    }

    private final Path path;
    private Stamp stamp;
    private long readMs;
    private volatile ResolvConf current;

    public HostResolvConf(final Path path)
    {
        this.path = path;
        stamp = Stamp.of(path);
        readMs = System.currentTimeMillis();
        current = read(ResolvConf.DEFAULTS);
    }

    ResolvConf current()
    {
        return current;
    }

    /** Looks, and reads if there is something new. Called by one thread. @return whether it says something else now */
    public boolean hasChanged(final long nowMs)
    {
        final Stamp now = Stamp.of(path);
        if (now.equals(stamp) && readMs - stamp.modified.toMillis() >= SETTLED_MS)
        {
            return false;
        }
        stamp = now;
        readMs = nowMs;
        final ResolvConf before = current;
        current = read(before);
        return !current.equals(before);
    }

    /** A file that cannot be read changes nothing. */
    private ResolvConf read(final ResolvConf before)
    {
        try
        {
            return ResolvConf.parse(Files.readString(path, StandardCharsets.ISO_8859_1));
        }
        catch (final NoSuchFileException ex)
        {
            return ResolvConf.DEFAULTS;
        }
        catch (final IOException ex)
        {
            LOGGER.warn("cannot read {}: {}", path, ex.toString());
            return before;
        }
    }
}

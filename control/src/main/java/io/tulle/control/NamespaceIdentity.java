package io.tulle.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Tells one network namespace from another of the same name: the device and inode behind its path. */
public record NamespaceIdentity(long device, long inode)
{
    private static final Path OWN = Path.of("/proc/self/ns/net");

    /** Reads it from a path such as /run/netns/web or /proc/1234/ns/net; null if nothing is there. */
    public static NamespaceIdentity of(final Path path)
    {
        try
        {
            final Map<String, Object> attributes = Files.readAttributes(path, "unix:dev,ino");
            return new NamespaceIdentity((Long) attributes.get("dev"), (Long) attributes.get("ino"));
        }
        catch (final IOException e)
        {
            return null; // gone, or not ours to see: both mean that this namespace cannot be used
        }
    }

    /** True for the namespace that Tulle itself is in, the host's. */
    boolean isOwn()
    {
        return equals(of(OWN));
    }

    /** False for the empty file that an engine leaves where a namespace was: the kernel keeps all on one device. */
    boolean isNamespace()
    {
        final NamespaceIdentity own = of(OWN);
        return null != own && own.device == device;
    }
}

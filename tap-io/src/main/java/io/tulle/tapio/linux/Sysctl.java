package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.FileConstants.O_RDONLY;
import static io.tulle.tapio.linux.FileConstants.O_WRONLY;

import java.nio.charset.StandardCharsets;

/**
 * Reads and writes kernel settings of the calling thread's namespace, such as {@code net.ipv6.conf.eth0.disable_ipv6}.
 * As in sysctl(8), dots separate, and a slash inside a name stands for a dot; a key that has a slash before any dot
 * is taken as it is: {@code net/ipv6/conf/eth0.100/disable_ipv6}. Called by control threads.
 */
public final class Sysctl
{
    private static final String ROOT = "/proc/sys/";
    private static final int VALUE_LENGTH = 4096;

    private Sysctl()
    {
    }

    /** The key of one interface's setting, whatever its name has: {@code forInterface("ipv6", "eth0", "accept_ra")}. */
    public static String forInterface(final String protocol, final String interfaceName, final String setting)
    {
        return "net/" + protocol + "/conf/" + interfaceName + "/" + setting;
    }

    public static String read(final String key)
    {
        final String path = path(key);
        try (Fd fd = Fd.open(path, O_RDONLY, "no such setting in this kernel or namespace");
            OffHeap memory = new OffHeap(VALUE_LENGTH))
        {
            final long length = Linux.libC().read(fd.number(), memory.address(), VALUE_LENGTH);
            Linux.check((int) length, "read", path);
            return memory.buffer().getStringWithoutLengthUtf8(0, (int) length).strip();
        }
    }

    public static void write(final String key, final String value)
    {
        final String path = path(key);
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        try (Fd fd = Fd.open(path, O_WRONLY, "a read-only /proc/sys must be mounted writable for this");
            OffHeap memory = new OffHeap(Math.max(1, bytes.length)))
        {
            memory.buffer().putBytes(0, bytes);
            final long length = Linux.libC().write(fd.number(), memory.address(), bytes.length);
            Linux.check((int) length, "write", () -> value + " to " + path);
        }
    }

    static String path(final String key)
    {
        final int slash = key.indexOf('/');
        final int dot = key.indexOf('.');
        final boolean isPath = slash >= 0 && (dot < 0 || slash < dot);
        final String relative = isPath ? key : swapSeparators(key);
        for (final String part : relative.split("/", -1))
        {
            if (part.isEmpty() || ".".equals(part) || "..".equals(part))
            {
                throw new IllegalArgumentException("'" + key + "' is no sysctl key, such as net.ipv4.ip_forward");
            }
        }
        return ROOT + relative;
    }

    private static String swapSeparators(final String key)
    {
        return key.replace('/', '\0').replace('.', '/').replace('\0', '.');
    }
}

package io.tulle.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Derives the host's own RFC 4193 prefix, the same one at every start, so that automatic IPv6 subnets stay. */
final class UlaPrefix
{
    private static final Path MACHINE_ID = Path.of("/etc/machine-id");
    private static final long FD = 0xfdL << 56;
    private static final long GLOBAL_ID_MASK = 0x00ff_ffff_ffff_0000L; // 40 bits after fd, before the subnet identifier

    private UlaPrefix()
    {
    }

    /** The first 64 bits of the prefix; the last 16 of them are zero. */
    static long ofHost()
    {
        return of(machineId());
    }

    static long of(final String machineId)
    {
        try
        {
            // machine-id(5): the id must not be shown, so only a hash of it with our own name goes into an address
            final byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(("tulle unique local addresses " + machineId).getBytes(StandardCharsets.UTF_8));
            return FD | ByteBuffer.wrap(hash).getLong() & GLOBAL_ID_MASK;
        }
        catch (final NoSuchAlgorithmException e)
        {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String machineId()
    {
        try
        {
            return Files.readString(MACHINE_ID).trim();
        }
        catch (final IOException e)
        {
            return Ids.next(); // a host without an id: any prefix is as good, and the state keeps the subnets
        }
    }
}

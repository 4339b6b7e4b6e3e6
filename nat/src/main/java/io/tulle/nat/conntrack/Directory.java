package io.tulle.nat.conntrack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.stream.IntStream;

import org.agrona.UnsafeApi;

/**
 * Gives names a number, and the same again after a restart: switch ports and realms, which sessions keep. Called by the
 * control thread only.
 * <pre>
 *   0                                        32                                       64
 *   +----------------------------------------+----------------------------------------+----
 *   | slot 0, unused                         | slot 1: 32 bytes of id, 0: free        | ...
 *   +----------------------------------------+----------------------------------------+----
 * </pre>
 * An id of 64 hexadecimal digits is those bytes; any other is hashed by SHA-256. The first bit is always set, and the
 * first long is stored last, so that a slot is complete or free.
 */
public final class Directory
{
    /** What {@link #claim} answers when every number is taken. */
    public static final int NO_SLOT = -1;
    /** One more than the highest number. */
    public static final int SLOTS = 4096;

    static final int SLOT_BYTES = 32;
    static final int SIZE_BYTES = SLOTS * SLOT_BYTES;

    private static final int HEX_DIGITS = 2 * SLOT_BYTES;

    private final long address;
    private final BitSet claimed = new BitSet(SLOTS);

    Directory(final long address)
    {
        this.address = address;
    }

    /** @return the number that the id has already, of this run or an earlier one, else the lowest free one from 1. */
    public int claim(final String id)
    {
        final ByteBuffer bytes = bytes(id);
        int slot = find(bytes);
        if (NO_SLOT == slot)
        {
            slot = lowestFree();
            if (NO_SLOT == slot)
            {
                return NO_SLOT;
            }
            store(slot, bytes);
        }
        claimed.set(slot);
        return slot;
    }

    public boolean contains(final String id)
    {
        return NO_SLOT != find(bytes(id));
    }

    /** Makes a number free for another id. */
    public void release(final int slot)
    {
        claimed.clear(slot);
        UnsafeApi.putLongRelease(null, slot(slot), 0);
    }

    /** @return the numbers of an earlier run that nobody has claimed in this one. */
    public int[] unclaimed()
    {
        return IntStream.range(1, SLOTS).filter((slot) -> isUsed(slot) && !claimed.get(slot)).toArray();
    }

    private int find(final ByteBuffer bytes)
    {
        for (int slot = 1; slot < SLOTS; slot++)
        {
            if (bytes.getLong(0) == UnsafeApi.getLong(slot(slot)) && isSame(slot, bytes))
            {
                return slot;
            }
        }
        return NO_SLOT;
    }

    private boolean isSame(final int slot, final ByteBuffer bytes)
    {
        boolean isSame = true;
        for (int offset = 0; offset < SLOT_BYTES; offset += Long.BYTES)
        {
            isSame &= bytes.getLong(offset) == UnsafeApi.getLong(slot(slot) + offset);
        }
        return isSame;
    }

    private int lowestFree()
    {
        return IntStream.range(1, SLOTS).filter((slot) -> !isUsed(slot)).findFirst().orElse(NO_SLOT);
    }

    private void store(final int slot, final ByteBuffer bytes)
    {
        for (int offset = Long.BYTES; offset < SLOT_BYTES; offset += Long.BYTES)
        {
            UnsafeApi.putLong(slot(slot) + offset, bytes.getLong(offset));
        }
        UnsafeApi.putLongRelease(null, slot(slot), bytes.getLong(0));
    }

    private boolean isUsed(final int slot)
    {
        return 0 != UnsafeApi.getLong(slot(slot));
    }

    private long slot(final int slot)
    {
        if (slot < 1 || slot >= SLOTS)
        {
            throw new IndexOutOfBoundsException("slot: " + slot);
        }
        return address + (long) slot * SLOT_BYTES;
    }

    private static ByteBuffer bytes(final String id)
    {
        final ByteBuffer bytes = ByteBuffer.wrap(isHex(id) ? HexFormat.of().parseHex(id) : sha256(id));
        return bytes.putLong(0, bytes.getLong(0) | Long.MIN_VALUE);
    }

    private static boolean isHex(final String id)
    {
        return HEX_DIGITS == id.length() && id.chars().allMatch(HexFormat::isHexDigit);
    }

    private static byte[] sha256(final String id)
    {
        try
        {
            return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("every JDK has SHA-256", ex);
        }
    }
}

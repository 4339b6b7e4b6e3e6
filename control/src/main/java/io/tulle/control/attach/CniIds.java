package io.tulle.control.attach;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes ids of 64 hex digits from the words of CNI: the same ones each time. Used by the thread of the request. */
final class CniIds
{
    private static final String ID = "[0-9a-f]{64}";

    private CniIds()
    {
    }

    static String of(final String kind, final String word)
    {
        return word.matches(ID) ? word : hash("cni " + kind + " " + word);
    }

    private static String hash(final String text)
    {
        try
        {
            return HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        }
        catch (final NoSuchAlgorithmException e)
        {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}

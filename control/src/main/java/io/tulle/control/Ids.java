package io.tulle.control;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes the 64-digit identifiers of networks, endpoints and sandboxes, as Docker does. */
final class Ids
{
    static final int LENGTH = 64;
    static final int SHORT_LENGTH = 12;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids()
    {
    }

    static String next()
    {
        final byte[] bytes = new byte[LENGTH / 2];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

package io.tulle.dataplane.offload;

import java.security.SecureRandom;

/**
 * Gives each packet that is fragmented an identification: none comes twice before all were used, and who has seen some
 * cannot tell the next (RFC 7739 5.3). A count goes through a permutation with random keys. Called by the worker that
 * owns it.
 */
final class FragmentIds
{
    private static final int IPV4_BITS = 16;
    private static final int IPV6_BITS = 32;
    private static final int ROUNDS = 4;
    private static final long ODD = 0x9E3779B1L; // odd, so multiplying by it modulo a power of two can be undone

    private final int[] keys = new SecureRandom().ints(ROUNDS).toArray();
    private int count = keys[0];

    int nextIpv4()
    {
        return (int) permute(count++, IPV4_BITS);
    }

    int nextIpv6()
    {
        return (int) permute(count++, IPV6_BITS);
    }

    private long permute(final int value, final int bits)
    {
        final long mask = (1L << bits) - 1;
        long permuted = value;
        for (int i = 0; i < ROUNDS; i++)
        {
            permuted = (permuted + keys[i]) * ODD & mask;
            permuted ^= permuted >>> bits / 2;
        }
        return permuted;
    }
}

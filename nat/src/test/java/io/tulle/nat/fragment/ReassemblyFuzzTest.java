package io.tulle.nat.fragment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.test.Mutator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No fragment, however wrong, makes the stage throw or lose a frame: the rig checks the books after every burst. */
class ReassemblyFuzzTest
{
    private static final int PORT = 1;
    private static final int CASES = 50_000;
    private static final int BURST = 16;

    private final ReassemblyRig rig = new ReassemblyRig(PORT);

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldTakeOrRefuseDamagedFragments()
    {
        rig.fragmentAgain();
        final Mutator mutator = new Mutator(3, seeds());
        final Random random = new Random(4);
        long passed = 0;
        for (int i = 0; i < CASES; i += BURST)
        {
            for (int k = 0; k < BURST; k++)
            {
                arrive(mutator.next());
            }
            rig.worker().run();
            rig.worker().passSeconds(random.nextInt(4));
            passed += rig.sent().size();
        }
        assertTrue(passed > 100, "packets that were put together: " + passed);
        assertTrue(rig.stage().timedOut() > 100, "timed out: " + rig.stage().timedOut());
        assertEquals(0, rig.worker().drops(PORT, DropReason.INTERNAL_ERROR));
    }

    /** The stage before looks at the Ethernet header only. */
    private void arrive(final byte[] bytes)
    {
        if (bytes.length >= Packets.ETHERNET)
        {
            rig.worker().arrive(PORT, bytes);
        }
    }

    private static List<byte[]> seeds()
    {
        final byte[] ipv4 = Packets.udp4("10.0.0.2", 120);
        final byte[] ipv6 = Packets.udp6("2001:db8::2", 120);
        final byte[] extended =
            Packets.withExtensions(ipv6, 0, Hex.bytes("3c00 01 04 00000000 | 1100 01 04 00000000"));
        final List<byte[]> seeds = new ArrayList<>();
        for (int offset = 0; offset < 128; offset += 64)
        {
            seeds.add(Packets.fragment4(ipv4, offset, 64, 0 == offset));
            seeds.add(Packets.fragment6(ipv6, offset, 64, 0 == offset));
            seeds.add(Packets.fragment6(extended, 48, 40, offset, 64 + offset / 8, 0 == offset));
        }
        seeds.add(ipv4);
        seeds.add(ipv6);
        return seeds;
    }
}

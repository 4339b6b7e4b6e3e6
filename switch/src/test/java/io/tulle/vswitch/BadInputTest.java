package io.tulle.vswitch;

import static io.tulle.dataplane.test.FrameBuilder.arpRequest;
import static io.tulle.dataplane.test.FrameBuilder.ethernet;
import static io.tulle.dataplane.test.FrameBuilder.tagged;
import static io.tulle.vswitch.SwitchBench.ip;
import static io.tulle.vswitch.SwitchBench.mac;

import java.util.Arrays;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.MacAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames that no decent host sends: each is counted by a reason or passes, and the switch goes on. */
class BadInputTest
{
    private static final int EXPERIMENTAL = 0x88B5;

    private final SwitchBench bench = new SwitchBench();

    @BeforeEach
    void attach()
    {
        bench.guarded(1);
        bench.open(2);
    }

    @AfterEach
    void close()
    {
        bench.close();
    }

    @Test
    void shouldDropRuntsOfEveryLength()
    {
        for (int lengthBytes = 0; lengthBytes < 14; lengthBytes++)
        {
            bench.sendExpecting(1, Arrays.copyOf(frame(46), lengthBytes), DropReason.RUNT);
        }
    }

    @Test
    void shouldPassAHeaderWithoutPayload()
    {
        bench.sendExpecting(1, frame(0), 2);
    }

    @Test
    void shouldDropOversizeFrames()
    {
        bench.sendExpecting(1, frame(1501), DropReason.OVERSIZE);
        bench.sendExpecting(1, frame(65_000), DropReason.OVERSIZE);
    }

    @Test
    void shouldDropTagsThatAreCutOff()
    {
        final byte[] whole = tagged(EtherType.DOT1Q, 5, frame(46));
        for (int lengthBytes = 14; lengthBytes < 18; lengthBytes++)
        {
            bench.sendExpecting(1, Arrays.copyOf(whole, lengthBytes), DropReason.TRUNCATED);
        }
        bench.sendExpecting(1, Arrays.copyOf(whole, 18), 2);
    }

    @Test
    void shouldDropStacksOfMoreThanTwoTags()
    {
        byte[] frame = frame(46);
        for (int tags = 1; tags <= 8; tags++)
        {
            frame = tagged(0 == tags % 2 ? EtherType.DOT1AD : EtherType.DOT1Q, tags, frame);
            if (tags <= 2)
            {
                bench.sendExpecting(1, frame, 2);
            }
            else
            {
                bench.sendExpecting(1, frame, DropReason.TOO_MANY_TAGS);
            }
        }
    }

    @Test
    void shouldPassUnknownEtherTypesAndLengthsOf8023()
    {
        for (final int etherType : new int[]{0, 46, 1500, 1501, 0x05FF, 0x0600, 0x9100, 0xFFFF})
        {
            bench.sendExpecting(1, ethernet(mac(2), mac(1), etherType, 46), 2);
        }
    }

    @Test
    void shouldDropTruncatedPacketsOfGuardedPorts()
    {
        bench.sendExpecting(1, ethernet(mac(2), mac(1), EtherType.IPV4, new byte[19]), DropReason.TRUNCATED);
        bench.sendExpecting(1, ethernet(mac(2), mac(1), EtherType.IPV6, new byte[39]), DropReason.TRUNCATED);
        bench.sendExpecting(1, ethernet(mac(2), mac(1), EtherType.IPV4, new byte[0]), DropReason.TRUNCATED);
    }

    @Test
    void shouldDropArpWithWrongLengthsOrTypes()
    {
        final byte[] arp = arpRequest(mac(1), ip(1), ip(2));
        for (int lengthBytes = 14; lengthBytes < 42; lengthBytes++)
        {
            bench.sendExpecting(1, Arrays.copyOf(arp, lengthBytes), DropReason.ARP_MALFORMED);
        }
        for (int offset = 14; offset < 20; offset++)
        {
            final byte[] changed = arp.clone();
            changed[offset]++;
            bench.sendExpecting(1, changed, DropReason.ARP_MALFORMED);
        }
        bench.sendExpecting(1, Arrays.copyOf(arp, 42), 2);
    }

    @Test
    void shouldGoOnAfterAllOfIt()
    {
        for (int i = 0; i < 200; i++)
        {
            bench.worker.arrive(1, Arrays.copyOf(frame(46), i % 14));
        }
        bench.worker.run();
        bench.sendExpecting(1, ethernet(MacAddress.BROADCAST, mac(1), EXPERIMENTAL, 46), 2);
    }

    private static byte[] frame(final int payloadBytes)
    {
        return ethernet(mac(2), mac(1), EXPERIMENTAL, payloadBytes);
    }
}

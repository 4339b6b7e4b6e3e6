package io.tulle.nat.fragment;

import static io.tulle.nat.fragment.Packets.ETHERNET;
import static io.tulle.nat.fragment.Packets.fragment4;
import static io.tulle.nat.fragment.Packets.udp4;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A flood of first fragments hurts nobody but its sender. */
class FragmentLimitsTest
{
    private static final int PORT = 1;
    private static final int OTHER_PORT = 2;
    private static final int UPLINK = 3;
    private static final int OTHER_UPLINK = 4;
    private static final int FLOOD = 200;

    private final ReassemblyRig rig = new ReassemblyRig(PORT, OTHER_PORT, UPLINK, OTHER_UPLINK);
    private final byte[] whole = udp4("10.0.0.2", 3000);
    private final byte[] first = fragment4(whole, 0, 1480, true);
    private final byte[] last = fragment4(whole, 1480, 1528, false);

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldNotHurtAnotherPort()
    {
        rig.run(OTHER_PORT, first);
        floodFromOneSource();
        rig.run(OTHER_PORT, last);
        assertEquals(1, rig.sent().size());
    }

    @Test
    void shouldNotHurtAnotherSenderOfThePort()
    {
        rig.run(PORT, first);
        floodFromOneSource();
        assertEquals(1 + ReassemblyTable.MAX_OF_SENDER, rig.stage().waiting());
        assertEquals(FLOOD - ReassemblyTable.MAX_OF_SENDER, rig.stage().evicted());
        rig.run(PORT, last);
        assertEquals(1, rig.sent().size());
    }

    @Test
    void shouldKeepTheSendersNewestPackets()
    {
        rig.run(PORT, first);
        for (int i = 1; i < ReassemblyTable.MAX_OF_SENDER; i++)
        {
            rig.run(PORT, numbered(i));
        }
        rig.run(PORT, numbered(ReassemblyTable.MAX_OF_SENDER));
        rig.run(PORT, last);
        rig.assertNothingSent(); // the oldest made room
    }

    @Test
    void shouldLeaveHalfOfTheRoomToOtherPorts()
    {
        rig.run(PORT, first);
        floodFromForgedSources(UPLINK);
        assertEquals(1 + ReassemblyTable.MAX_OF_PORT, rig.stage().waiting());
        rig.run(PORT, last);
        assertEquals(1, rig.sent().size());
    }

    @Test
    void shouldMakeRoomAtTheFullestPort()
    {
        floodFromForgedSources(UPLINK);
        floodFromForgedSources(OTHER_UPLINK);
        assertEquals(ReassemblyTable.CAPACITY, rig.stage().waiting());
        rig.run(PORT, first);
        floodFromForgedSources(UPLINK);
        floodFromForgedSources(OTHER_UPLINK);
        rig.run(PORT, last);
        assertEquals(1, rig.sent().size());
    }

    private void floodFromOneSource()
    {
        for (int i = 0; i < FLOOD; i++)
        {
            final byte[] fragment = fragment4(udp4("10.0.0.66", 3000), 0, 1480, true);
            Packets.put(fragment, ETHERNET + 4, i);
            rig.run(PORT, fragment);
        }
    }

    private void floodFromForgedSources(final int port)
    {
        for (int i = 0; i < FLOOD; i++)
        {
            rig.run(port, fragment4(udp4("198.51.100." + i, 3000), 0, 1480, true));
        }
    }

    private byte[] numbered(final int identification)
    {
        final byte[] fragment = first.clone();
        Packets.put(fragment, ETHERNET + 4, identification);
        return fragment;
    }
}

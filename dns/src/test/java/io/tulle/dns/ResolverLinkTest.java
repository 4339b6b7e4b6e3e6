package io.tulle.dns;

import static io.tulle.dns.DnsRig.NEIGHBOR;
import static io.tulle.dns.DnsRig.PORT;
import static io.tulle.dns.DnsRig.RESOLVER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FramePool;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.util.List;

/** The way of frames from the resolver to a worker and out by a port; the other way is in {@link DnsStageTest}. */
class ResolverLinkTest
{
    private static final byte[] FRAME = Packets.ipv6(Packets.question(1, "example.com", Type.A));

    private final DnsRig rig = new DnsRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldSendAFrameOutByItsPort()
    {
        assertTrue(send(NEIGHBOR));
        assertTrue(rig.wakeup.isReadable);
        receive();
        assertArrayEquals(FRAME, rig.worker.sent(NEIGHBOR).get(0));
        assertTrue(rig.worker.sent(PORT).isEmpty());
        assertFalse(rig.wakeup.isReadable);
        assertEquals(1, rig.worker.statistics(RESOLVER).rxFrames());
    }

    @Test
    void shouldSendNoVirtioNetHeaderOfAnEarlierFrame()
    {
        rig.run(PORT, Packets.ipv4(Packets.question(1, "web", Type.A))); // which leaves NEEDS_CSUM in its cell
        send(PORT);
        receive();
        assertArrayEquals(new byte[12], rig.worker.port(PORT).sentVnetHeader(rig.worker.port(PORT).sentCount() - 1));
    }

    @Test
    void shouldTakeNoMoreThanTheLimitAndComeBackForTheRest()
    {
        for (int i = 0; i < 100; i++)
        {
            assertTrue(send(PORT));
        }
        receive();
        assertEquals(100, rig.worker.sent(PORT).size());
        assertFalse(rig.wakeup.isReadable);
    }

    @Test
    void shouldBeReadableAsLongAsFramesAreLeft()
    {
        final ResolverPort port = (ResolverPort) rig.worker.context().ports().get(RESOLVER);
        send(PORT);
        send(PORT);
        assertEquals(1, port.receive(null, 1));
        assertTrue(rig.wakeup.isReadable);
        assertEquals(1, port.receive(null, 1));
        port.receive(null, 1);
        assertFalse(rig.wakeup.isReadable);
        rig.worker.context().counters().received(RESOLVER, 2, 0); // as a worker counts what it received
        send(PORT);
        receive();
        assertEquals(3, rig.worker.sent(PORT).size());
    }

    @Test
    void shouldCostNothingWhenNothingIsThere()
    {
        send(PORT);
        receive();
        rig.wakeup.isReadable = true;
        final ResolverPort port = (ResolverPort) rig.worker.context().ports().get(RESOLVER);
        assertEquals(0, port.receive(null, 32));
        assertTrue(rig.wakeup.isReadable, "it is not cleared without need");
    }

    @Test
    void shouldDropWhatIsForAPortThatNeverWas()
    {
        send(50);
        receive();
        assertEquals(1, rig.worker.drops(RESOLVER, DropReason.PORT_GONE));
    }

    @Test
    void shouldDropWhatIsForAPortThatIsGone()
    {
        rig.worker.removePort(NEIGHBOR);
        send(NEIGHBOR);
        receive();
        assertEquals(1, rig.worker.drops(RESOLVER, DropReason.PORT_GONE));
    }

    @Test
    void shouldNotSendWhatWasForTheContainerThatHadThePortBefore()
    {
        send(NEIGHBOR);
        rig.views.remove(NEIGHBOR);
        rig.views.put(rig.view(NEIGHBOR, DnsRig.MTU));
        receive();
        assertEquals(1, rig.worker.drops(RESOLVER, DropReason.PORT_GONE));
        assertTrue(rig.worker.sent(NEIGHBOR).isEmpty());
    }

    @Test
    void shouldSendWhatIsForAContainerWhoseViewChanged()
    {
        send(NEIGHBOR);
        rig.views.put(rig.view(NEIGHBOR, DnsRig.MTU));
        receive();
        assertEquals(1, rig.worker.sent(NEIGHBOR).size());
    }

    @Test
    void shouldRefuseWhatDoesNotFit()
    {
        final int tooLong = FramePool.FRAME_CAPACITY_BYTES + 1;
        assertFalse(rig.link.send(PORT, rig.views.lease(PORT), new UnsafeBuffer(new byte[tooLong]), 0, tooLong));
        int sent = 0;
        while (send(PORT))
        {
            sent++;
        }
        assertTrue(sent > 1_000);
        receive();
        assertTrue(send(PORT));
    }

    @Test
    void shouldLeaveRoomForOthersWhenOneClientSendsLongSegments()
    {
        final int frame = claim(PORT, 65_000);
        assertTrue(rig.link.offer(ResolverLink.SEGMENT, frame, 0));
        assertTrue(rig.link.offer(ResolverLink.SEGMENT, frame, 0));
        assertFalse(rig.link.offer(ResolverLink.SEGMENT, frame, 0));
        rig.worker.context().pool().release(frame);
        final int other = claim(NEIGHBOR, 100);
        assertTrue(rig.link.offer(ResolverLink.QUESTION, other, 0));
        rig.worker.context().pool().release(other);
        assertEquals(List.of(65_000, 65_000, 100),
            rig.handed().stream().map((handed) -> handed.frame().length).toList());
    }

    @Test
    void shouldLeaveRoomForOneMoreHoweverManyClientsFlood()
    {
        final RingShares shares = new RingShares(64);
        for (int i = 0; i < 63 * RingShares.MAX_FRAMES; i++)
        {
            if (shares.isRoom(i % 63, 100))
            {
                shares.put(i % 63, 100);
            }
        }
        assertFalse(shares.isRoom(5, 100));
        assertTrue(shares.isRoom(63, 4_096));
        shares.take(5, 100);
        assertTrue(shares.isRoom(5, 100));
    }

    private int claim(final int port, final int length)
    {
        final FramePool pool = rig.worker.context().pool();
        final int frame = pool.claim();
        pool.frames().received(frame, port, length);
        return frame;
    }

    private boolean send(final int port)
    {
        return rig.link.send(port, rig.views.lease(port), new UnsafeBuffer(FRAME), 0, FRAME.length);
    }

    /** The resolver's port has no descriptor here, so the worker asks it in each duty cycle. */
    private void receive()
    {
        rig.worker.run();
    }
}

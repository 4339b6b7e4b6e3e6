package io.tulle.dns.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tulle.dataplane.test.Mutator;
import io.tulle.dataplane.wire.TcpHeader;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * No frames, however wrong and in whatever order, make the responder throw, send a wrong frame, or keep more than its
 * share. A usual run takes the seeds as they are and many damaged ones; {@code JAZZER_FUZZ=1} lets Jazzer search.
 */
class TcpFuzzTest
{
    private static final int CASES = 100_000;
    private static final int IPV4_TCP = 34;
    private static final int IPV6_TCP = 54;

    /** The octets are frames, each behind two octets of what to do first. */
    @MethodSource("seeds")
    @FuzzTest
    void shouldSurviveAnyFrames(final byte[] bytes)
    {
        final TcpRig rig = new TcpRig();
        int position = 0;
        while (position + 2 < bytes.length)
        {
            final int length = Math.min(bytes[position] & 0xFF, bytes.length - position - 2);
            final int action = bytes[position + 1] & 0xFF;
            position += 2;
            act(rig, action, Arrays.copyOfRange(bytes, position, position + length));
            position += length;
        }
        end(rig);
    }

    @Test
    void shouldSurviveDamagedFrames()
    {
        final Random random = new Random(1);
        final Mutator mutator = new Mutator(2, frames());
        final TcpRig rig = new TcpRig();
        for (int i = 0; i < CASES; i++)
        {
            act(rig, random.nextInt(256), mutator.next());
            assertTrue(rig.responder.connections() <= ConnectionTable.MAX_PER_PORT);
        }
        assertTrue(rig.responder.count(TcpEvent.OPENED) > CASES / 100);
        assertTrue(rig.responder.count(TcpEvent.MALFORMED) > CASES / 100);
        assertTrue(rig.responder.count(TcpEvent.MALFORMED) < CASES / 2);
        end(rig);
    }

    /** Most damaged frames meet no connection; these all meet the same one, with numbers that are nearly right. */
    @Test
    void shouldSurviveAnyStateOfOneConnection()
    {
        final int[] near = {-65_536, -1461, -14, -2, -1, 0, 0, 0, 0, 1, 2, 14, 1460, 65_534, 65_535, 65_536, 1 << 31};
        for (int seed = 0; seed < 500; seed++)
        {
            final Random random = new Random(seed);
            final TcpRig rig = new TcpRig();
            int next = TcpRig.CLIENT_ISN;
            int acknowledged = random.nextInt();
            for (int i = 0; i < 200; i++)
            {
                final byte[] payload = new byte[random.nextBoolean() ? 0 : random.nextInt(80)];
                Arrays.fill(payload, (byte) (random.nextInt(4) == 0 ? 0x40 : 0));
                rig.receive(new ClientSegment()
                    .flags(random.nextInt(3) == 0 ? random.nextInt(256) : random.nextBoolean() ? 0x10 : 0x11)
                    .sequence(next + near[random.nextInt(near.length)])
                    .acknowledges(acknowledged + near[random.nextInt(near.length)])
                    .window(random.nextBoolean() ? random.nextInt(4) : random.nextInt(0x1_0000))
                    .payload(payload));
                if (!rig.sent.isEmpty())
                {
                    final SentSegment last = rig.sent.peekLast();
                    next = last.has(TcpHeader.ACK) ? last.acknowledgmentNumber() : next;
                    acknowledged = last.end();
                }
                rig.sent.clear();
                answer(rig, random.nextInt(256));
                rig.after(random.nextInt(8) == 0 ? random.nextInt(3_000) : 0);
            }
            end(rig);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 20", "14, 14", "14, 13", "34, 14", "14, 1000", "13, 34", "-1, 34", "14, 54", "14, 33"})
    void shouldIgnoreOffsetsThatMakeNoSense(final int networkOffset, final int transportOffset)
    {
        final TcpRig rig = new TcpRig();
        final UnsafeBuffer frame = new UnsafeBuffer(frames().get(0));
        rig.responder.onFrame(TcpRig.PORT, frame, 0, frame.capacity(), networkOffset, transportOffset, 0);
        rig.assertSilent();
        assertEquals(1, rig.responder.count(TcpEvent.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "46=64", // header of 16 bytes
        "46=240", // header longer than the segment
        "37=54", // not to port 53
        "34=0 35=0", // from port 0
        "17=200", // packet longer than the frame
        "17=39", // packet ends in its header
        "17=10", // packet ends in the IPv4 header
        "20=32", // a fragment
        "23=17", // UDP
        "26=224", // from a group
        "26=0", // from nobody
        "6=1", // from a MAC address of a group
        "14=5", // no version of IP
        "47=3", // SYN with FIN
    })
    void shouldIgnoreAndCountMalformedFrames(final String patch)
    {
        final TcpRig rig = new TcpRig();
        final byte[] frame = frames().get(0);
        for (final String change : patch.split(" "))
        {
            final String[] parts = change.split("=");
            frame[Integer.parseInt(parts[0])] = (byte) Integer.parseInt(parts[1]);
        }
        rig.receive(TcpRig.PORT, frame, IPV4_TCP);
        rig.assertSilent();
        assertEquals(1, rig.responder.count(TcpEvent.MALFORMED));
        assertEquals(0, rig.responder.connections());
    }

    static Stream<Arguments> seeds()
    {
        return frames().stream().map((frame) ->
        {
            final byte[] seed = new byte[2 * (2 + frame.length)];
            seed[0] = (byte) frame.length;
            System.arraycopy(frame, 0, seed, 2, frame.length);
            System.arraycopy(seed, 0, seed, 2 + frame.length, 2 + frame.length);
            return Arguments.of((Object) seed);
        });
    }

    private static List<byte[]> frames()
    {
        final byte[] question = TcpRig.framed(new byte[20]);
        return List.of(
            new ClientSegment().flags(TcpHeader.SYN).sequence(-1).maximumSegmentSize(1460).frame(),
            new ClientSegment().sequence(0).acknowledges(1).payload(question).frame(),
            new ClientSegment().flags(TcpHeader.FIN | TcpHeader.ACK).payload(question).frame(),
            new ClientSegment().flags(TcpHeader.RST).frame(),
            new ClientSegment().addresses(ClientSegment.CLIENT_IPV6, ClientSegment.GATEWAY_IPV6)
                .flags(TcpHeader.SYN).maximumSegmentSize(1440).frame(),
            new ClientSegment().addresses(ClientSegment.CLIENT_IPV6, ClientSegment.GATEWAY_IPV6)
                .sequence(1).payload(question).frame());
    }

    private static void act(final TcpRig rig, final int action, final byte[] frame)
    {
        final boolean isIpv6 = frame.length > 14 && 0x60 == (frame[14] & 0xF0);
        rig.receive(TcpRig.PORT, frame, isIpv6 ? IPV6_TCP : 0 == action % 50 ? action : IPV4_TCP);
        rig.sent.clear();
        answer(rig, action);
        rig.after(0 == action % 7 ? action : 0);
    }

    private static void answer(final TcpRig rig, final int action)
    {
        while (0 != action % 3 && !rig.questions.isEmpty())
        {
            final TcpRig.Question question = rig.questions.remove(rig.questions.size() - 1);
            question.reply().answer(1 == action ? null : new byte[action * action]);
        }
    }

    /** Whatever was sent: it ends. */
    private static void end(final TcpRig rig)
    {
        for (int i = 0; i < 1_000 && 0 < rig.responder.connections(); i++)
        {
            rig.questions.forEach((question) -> question.reply().answer(null));
            rig.questions.clear();
            rig.after(1_000);
        }
        assertEquals(0, rig.responder.connections());
        assertEquals(Long.MAX_VALUE, rig.after(60_000)); // past all timers that were set
    }
}

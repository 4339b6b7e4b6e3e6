package io.tulle.dns.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Whatever is lost, doubled and mixed up on the way, every answer arrives once, byte for byte, and all ends. */
class LossyNetworkTest
{
    private static final int ROUNDS = 3_000;
    private static final int STEP_MS = 10;
    private static final int MAX_STEPS = 60_000;
    private static final int MAX_LONG_ANSWERS = 4; // a client that leaves more unread is cut off

    @Test
    void shouldDeliverEveryAnswerWhateverIsLost()
    {
        for (int seed = 0; seed < ROUNDS; seed++)
        {
            new Round(seed).run();
        }
    }

    /** One connection over one bad network. */
    private static final class Round
    {
        private final int seed;
        private final Random random;
        private final TcpRig rig = new TcpRig();
        private final double loss;
        private final double duplication;
        private final double reordering;
        private final List<byte[]> answers = new ArrayList<>();
        private final List<ClientSegment> toServer = new ArrayList<>();
        private final List<SentSegment> toClient = new ArrayList<>();
        private final ModelClient client;

        private Round(final int seed)
        {
            this.seed = seed;
            random = new Random(seed);
            loss = 0.12 * random.nextDouble();
            duplication = 0.1 * random.nextDouble();
            reordering = random.nextBoolean() ? 0 : 0.3 * random.nextDouble();
            client = new ModelClient(random, 1 + random.nextInt(0xFFFF), questions(), toServer::add);
            client.expect(answers.stream().mapToInt((a) -> 2 + a.length).sum());
        }

        private void run()
        {
            for (int step = 0; step < MAX_STEPS && !(client.isDone() && 0 == rig.responder.connections()); step++)
            {
                step();
                assertFalse(client.isReset(), "reset in round " + seed);
            }
            assertTrue(client.isDone(), "round " + seed + " never ended");
            assertEquals(0, rig.responder.connections(), "round " + seed);
            checkAnswers();
        }

        private void step()
        {
            rig.after(STEP_MS);
            client.onTime(rig.nowNs);
            for (final ClientSegment segment : through(toServer))
            {
                rig.receive(segment);
            }
            answerSome();
            toClient.addAll(rig.sent);
            rig.sent.clear();
            for (final SentSegment segment : through(toClient))
            {
                client.onSegment(segment, rig.nowNs);
            }
        }

        /** Takes from the wire what arrives now. */
        private <T> List<T> through(final List<T> wire)
        {
            final List<T> arrived = new ArrayList<>();
            final List<T> late = new ArrayList<>();
            for (final T segment : wire)
            {
                if (random.nextDouble() < reordering)
                {
                    late.add(segment);
                }
                else if (random.nextDouble() >= loss)
                {
                    arrived.add(segment);
                }
                if (random.nextDouble() < duplication)
                {
                    late.add(segment);
                }
            }
            wire.clear();
            wire.addAll(late);
            return arrived;
        }

        /** In any order, at any time. */
        private void answerSome()
        {
            while (!rig.questions.isEmpty() && random.nextInt(4) != 0)
            {
                final TcpRig.Question question = rig.questions.remove(random.nextInt(rig.questions.size()));
                question.reply().answer(answers.get(ByteBuffer.wrap(question.message()).getInt()));
            }
        }

        private byte[] questions()
        {
            final int count = 1 + random.nextInt(0 == random.nextInt(5) ? 200 : 8);
            final byte[][] framed = new byte[count][];
            int longAnswers = 0;
            for (int i = 0; i < count; i++)
            {
                final boolean isLong = 0 == random.nextInt(40);
                final byte[] question = TcpRig.message(isLong ? 0xFFFF : 4 + random.nextInt(300), i);
                ByteBuffer.wrap(question).putInt(i);
                framed[i] = TcpRig.framed(question);
                final boolean isLongAnswer = 0 == random.nextInt(20) && longAnswers++ < MAX_LONG_ANSWERS;
                final byte[] answer = TcpRig.message(4 + random.nextInt(isLongAnswer ? 40_000 : 700), ~i);
                ByteBuffer.wrap(answer).putInt(i);
                answers.add(answer);
            }
            return TcpRig.join(framed);
        }

        private void checkAnswers()
        {
            final ByteBuffer received = ByteBuffer.wrap(client.received());
            final boolean[] seen = new boolean[answers.size()];
            for (int i = 0; i < seen.length; i++)
            {
                final byte[] answer = new byte[received.getShort() & 0xFFFF];
                received.get(answer);
                final int id = ByteBuffer.wrap(answer).getInt();
                assertFalse(seen[id], "twice");
                seen[id] = true;
                assertArrayEquals(answers.get(id), answer);
            }
            assertFalse(received.hasRemaining());
        }
    }
}

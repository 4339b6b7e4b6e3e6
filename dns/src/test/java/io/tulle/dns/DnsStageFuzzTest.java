package io.tulle.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.test.Mutator;
import io.tulle.dataplane.test.NaiveChecksum;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Type;

import java.util.List;

/** Damaged messages in whole frames, the same ones at every run: each is answered, or dropped with a reason. */
class DnsStageFuzzTest
{
    private static final int CASES = 40_000;
    private static final int BURST = 32;
    private static final List<DropReason> REASONS = List.of(DropReason.DNS_UNANSWERABLE, DropReason.DNS_HANDED_OVER,
        DropReason.DNS_CLIENT_LIMIT);

    private final DnsRig rig = new DnsRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldAnswerOrDropEveryDamagedMessage()
    {
        rig.keep(DnsStageTest.upstream("192.0.2.1"), 86_400, false, DnsRig.PORT);
        final Mutator mutator = new Mutator(4, List.of(
            Packets.question(1, "web", Type.A),
            Packets.questionWithOpt(2, "many", Type.ANY, 4096, true),
            Packets.questionWithOpt(3, "WEB", Type.AAAA, 512, false),
            Packets.question(4, "example.com", Type.A),
            Packets.questionWithOpt(5, "1.0.17.172.in-addr.arpa", Type.PTR, 1232, false),
            Packets.question(6, "a".repeat(63) + "." + "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(61),
                Type.A)));
        int answers = 0;
        for (int i = 0; i < CASES; i += BURST)
        {
            for (int j = 0; j < BURST; j++)
            {
                final byte[] message = mutator.next();
                rig.worker.arrive(DnsRig.PORT, 0 == (j & 1) ? Packets.ipv4(message) : Packets.ipv6(message));
            }
            answers += check(rig.run(DnsRig.PORT));
            rig.handed();
        }
        final long dropped = REASONS.stream().mapToLong((reason) -> rig.worker.drops(DnsRig.PORT, reason)).sum();
        assertEquals(CASES, answers + dropped);
        assertTrue(answers > CASES / 4);
        assertTrue(rig.worker.drops(DnsRig.PORT, DropReason.DNS_HANDED_OVER) > CASES / 20);
        assertTrue(rig.worker.drops(DnsRig.PORT, DropReason.DNS_UNANSWERABLE) > CASES / 20);
    }

    private static int check(final List<byte[]> answers)
    {
        for (final byte[] frame : answers)
        {
            assertTrue(NaiveChecksum.isIntact(new UnsafeBuffer(frame), 0, frame.length));
            assertTrue(Packets.answer(frame).getHeader().getFlag(Flags.QR));
        }
        return answers.size();
    }
}

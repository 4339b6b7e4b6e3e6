package io.tulle.dns.zone;

import io.tulle.dns.Forwarding;
import io.tulle.dns.message.AnswerWriter;
import io.tulle.dns.message.DnsQuery;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** What a worker sees while the control thread swaps a table; run by {@link ZoneRacesTest}. */
public final class ZoneRaces
{
    private ZoneRaces()
    {
    }

    private static ZoneTable table(final int host, final int addresses)
    {
        final List<String> texts = List.of("10.0.0." + host, "10.0.0." + (host + 1)).subList(0, addresses);
        return ZoneTable.of(List.of(ZoneEntry.of("web", NameRig.addresses(texts.toArray(String[]::new)), "")));
    }

    /** The results are octets of the answer, how many addresses are in it, and the last octet of the last one. */
    @JCStressTest
    @Outcome(id = "37, 1, 1", expect = Expect.ACCEPTABLE, desc = "the old table")
    @Outcome(id = "53, 2, 8", expect = Expect.ACCEPTABLE, desc = "the new table")
    @State
    public static class Swap
    {
        private final Zone zone = new Zone("net");
        private final NameView view = NameRig.view(Forwarding.PROHIBITED, ZoneTable.EMPTY, zone);
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        private final DnsQuery query = new DnsQuery();
        private final LocalNames names = new LocalNames(new AnswerWriter(), 5);

        public Swap()
        {
            zone.table(table(1, 1));
            buffer.putBytes(0, new byte[]{0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 'w', 'e', 'b', 0, 0, 1, 0, 1});
        }

        @Actor
        public void control()
        {
            zone.table(table(7, 2));
        }

        @Actor
        public void worker(final III_Result result)
        {
            query.wrap(buffer, 0, 21);
            result.r1 = names.answer(query, view, buffer, 0, 512);
            result.r2 = buffer.getShort(6, ByteOrder.BIG_ENDIAN);
            result.r3 = buffer.getByte(result.r1 - 1);
        }
    }
}

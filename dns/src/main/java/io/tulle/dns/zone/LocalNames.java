package io.tulle.dns.zone;

import io.tulle.dns.Outcome;
import io.tulle.dns.message.AnswerWriter;
import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.ResponseCode;
import org.agrona.MutableDirectBuffer;

import java.util.List;

/**
 * Answers what is known without asking anybody: names of containers, and names that never leave the host (RFC 6303,
 * 6761, 6762), unless a domain of the view's forwarding covers those. One object a thread; allocates nothing.
 */
public final class LocalNames
{
    /** What {@link #answer} returns when somebody else must be asked. */
    public static final int NOT_LOCAL = 0;
    /** 2^32 by the golden ratio: spreads evenly, even for who asks for A and AAAA in turn, so sees every other one. */
    private static final int ROTATION_STEP = 0x9E37_79B9;

    private final AnswerWriter writer;
    private final int ttlS;
    private final SpecialNames specialNames = new SpecialNames();
    private final SpecialAnswers specialAnswers;
    private int rotation;
    private Outcome outcome = Outcome.LOCAL;
    private String zone;

    public LocalNames(final AnswerWriter writer, final int ttlS)
    {
        this.writer = writer;
        this.ttlS = ttlS;
        specialAnswers = new SpecialAnswers(writer, ttlS);
    }

    /** See {@link ZoneTable#touchIndex}. */
    public static long touchIndex(final DnsQuery query, final NameView view)
    {
        final List<Zone> zones = view.zones();
        long sum = 0;
        for (int i = 0; i < zones.size(); i++)
        {
            sum += zones.get(i).table().touchIndex(query.nameHash());
        }
        return sum;
    }

    /** See {@link ZoneTable#touchRecord}. */
    public static long touchRecord(final DnsQuery query, final NameView view)
    {
        final List<Zone> zones = view.zones();
        long sum = 0;
        for (int i = 0; i < zones.size(); i++)
        {
            sum += zones.get(i).table().touchRecord(query.nameHash());
        }
        return sum;
    }

    /**
     * @param limit octets that the answer may have
     * @return octets of the answer at the offset, or {@link #NOT_LOCAL} with nothing written
     */
    public int answer(final DnsQuery query, final NameView view, final MutableDirectBuffer buffer, final int offset,
        final int limit)
    {
        final int host = view.hosts().find(query);
        if (ZoneTable.NOT_FOUND != host)
        {
            zone = null;
            return answer(view.hosts(), host, query, buffer, offset, limit);
        }
        final List<Zone> zones = view.zones();
        for (int i = 0; i < zones.size(); i++)
        {
            final ZoneTable table = zones.get(i).table(); // once: the next read may see another one
            final int reference = table.find(query);
            if (ZoneTable.NOT_FOUND != reference)
            {
                zone = zones.get(i).network();
                return answer(table, reference, query, buffer, offset, limit);
            }
        }
        return special(query, view, buffer, offset, limit);
    }

    private int answer(final ZoneTable table, final int reference, final DnsQuery query,
        final MutableDirectBuffer buffer, final int offset, final int limit)
    {
        outcome = Outcome.LOCAL;
        writer.begin(query, buffer, offset, limit).authoritative();
        table.answer(reference, query, writer, ttlS, rotation);
        rotation += ROTATION_STEP;
        return writer.end(ResponseCode.NOERROR);
    }

    private int special(final DnsQuery query, final NameView view, final MutableDirectBuffer buffer,
        final int offset, final int limit)
    {
        final int kind = specialNames.find(query);
        if (SpecialNames.NONE == kind || view.forwarded().covers(query))
        {
            return NOT_LOCAL;
        }
        outcome = Outcome.SPECIAL;
        zone = null;
        return specialAnswers.answer(kind, specialNames.zoneOffset(), query, buffer, offset, limit);
    }

    /** How the last question was answered: LOCAL or SPECIAL. */
    public Outcome outcome()
    {
        return outcome;
    }

    /** Where the last answer is from: the network of the zone, or null for the view's own names and special ones. */
    public String zone()
    {
        return zone;
    }
}

package io.tulle.daemon.names;

import io.tulle.control.NameSource.NameStatistics;
import io.tulle.dns.DnsStatistics;
import io.tulle.dns.Outcome;
import io.tulle.dns.message.ResponseCode;
import org.HdrHistogram.Histogram;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums up what all threads that answer counted. Called by any thread, which reads without a word to them. */
final class NameTotals
{
    /** Those that Tulle itself says, or hands on; others are of zone transfers and updates. */
    private static final List<Integer> RESPONSE_CODES = List.of(ResponseCode.NOERROR, ResponseCode.FORMERR,
        ResponseCode.SERVFAIL, ResponseCode.NXDOMAIN, ResponseCode.NOTIMP, ResponseCode.REFUSED, ResponseCode.BADVERS);

    private final NamesParts names;

    NameTotals(final NamesParts names)
    {
        this.names = names;
    }

    /** @return answers by outcome. */
    Map<String, Long> answers()
    {
        final List<DnsStatistics> statistics = names.statistics();
        final Map<String, Long> answers = new LinkedHashMap<>();
        for (int i = 0; i < Outcome.count(); i++)
        {
            final Outcome outcome = Outcome.of(i);
            answers.put(NameWords.of(outcome), statistics.stream().mapToLong((one) -> one.answers(outcome)).sum());
        }
        return answers;
    }

    /** @return answers by response code. */
    Map<String, Long> status()
    {
        final List<DnsStatistics> statistics = names.statistics();
        final Map<String, Long> status = new LinkedHashMap<>();
        RESPONSE_CODES.forEach((code) -> status.put(ResponseCode.text(code),
            statistics.stream().mapToLong((one) -> one.answers((int) code)).sum()));
        return status;
    }

    NameStatistics statistics()
    {
        return new NameStatistics(answers(), status(), latencyUs(), names.context().cache().size());
    }

    private Map<String, Long> latencyUs()
    {
        final Histogram latency = names.resolver().upstreamLatency();
        final Map<String, Long> values = new LinkedHashMap<>();
        values.put("count", latency.getTotalCount());
        values.put("p50", latency.getValueAtPercentile(50));
        values.put("p90", latency.getValueAtPercentile(90));
        values.put("p99", latency.getValueAtPercentile(99));
        values.put("p999", latency.getValueAtPercentile(99.9));
        values.put("max", latency.getMaxValue());
        return values;
    }
}

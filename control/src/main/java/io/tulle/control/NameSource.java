package io.tulle.control;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Where names are looked up for a user who wants to see: the daemon implements it. Called by threads of the API, not by
 * the control thread, several at a time. Names and values are in the form of zone files (RFC 1035 section 5.1): what is
 * not to be printed is escaped, because a container or a server may have chosen it to play with a terminal.
 */
public interface NameSource
{
    /** A source of a daemon without a resolver. */
    NameSource UNSUPPORTED = new NameSource()
    {
        @Override
        public List<NameRow> names(final String network, final String container)
        {
            throw unsupported();
        }

        @Override
        public NameAnswer query(final String container, final String name, final String type)
        {
            throw unsupported();
        }

        @Override
        public void log(final String container, final NameSink sink)
        {
            throw unsupported();
        }

        @Override
        public NameStatistics statistics()
        {
            throw unsupported();
        }

        @Override
        public int flush()
        {
            throw unsupported();
        }

        private ControlException unsupported()
        {
            return ControlException.failed("names are not supported by this daemon");
        }
    };

    /**
     * One name of a container, or of a container's view.
     *
     * @param network whose zone has it; null for a name that one container alone has
     * @param type    A, AAAA, PTR or SRV
     * @param value   as dig would print it
     * @param source  what it comes from: "container web", "alias of web", "extra_hosts of web", ...
     */
    record NameRow(String name, String type, String value, int ttlS, String network, String container, String source)
    {
    }

    /**
     * How a question is answered.
     *
     * @param status  NOERROR, NXDOMAIN, ...
     * @param records in dig's form: name, TTL, class, type, value
     * @param from    local, special, cache, stale, upstream, failed, prohibited, ...
     * @param why     a sentence: which zone, how old, which server in which time
     */
    record NameAnswer(String name, String type, String container, String status, List<String> records, String from,
        String zone, String server, long latencyUs, String why)
    {
    }

    /** One question that a container asked. */
    record NameEvent(long epochMs, String container, String network, String name, String type, String status,
        String from, long latencyUs)
    {
    }

    /**
     * What was counted since the start.
     *
     * @param answers by outcome, such as local or upstream
     * @param status  by response code, such as NXDOMAIN
     * @param latencyUs of upstream answers: "count", "p50", "p90", "p99", "p999", "max"
     * @param cacheEntries kept now
     */
    record NameStatistics(Map<String, Long> answers, Map<String, Long> status, Map<String, Long> latencyUs,
        long cacheEntries)
    {
    }

    /** Takes events as they happen; flushed when there are none for a moment. */
    interface NameSink
    {
        void accept(NameEvent event) throws IOException;

        void flush() throws IOException;
    }

    /** Names by network and name; of one network or of what one container sees, null for all. */
    List<NameRow> names(String network, String container);

    /**
     * Answers as if the container had asked. What cannot be a question, such as a name that is too long or an unknown
     * type, is a {@link ControlException#invalid}.
     *
     * @param container null: any that is attached to a network which may ask; its name is in the answer
     * @param type      such as A, in capitals
     */
    NameAnswer query(String container, String name, String type);

    /**
     * Gives each question of a container, or of all for null, until the thread is interrupted or the sink throws. The
     * first call is a flush: it tells the client that questions are listened to from now on.
     */
    void log(String container, NameSink sink) throws IOException;

    NameStatistics statistics();

    /** Forgets what upstream servers said. Returns how many answers that were. */
    int flush();
}

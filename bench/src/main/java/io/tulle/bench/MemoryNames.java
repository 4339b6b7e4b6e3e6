package io.tulle.bench;

import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dns.AnswerCache;
import io.tulle.dns.DnsContext;
import io.tulle.dns.DnsSettings;
import io.tulle.dns.DnsStage;
import io.tulle.dns.QueryLog;
import io.tulle.dns.ResolverLink;
import io.tulle.dns.Wakeup;
import io.tulle.dns.zone.NameViews;

/** The stage that answers questions for names, in a pipeline that is asked none. */
final class MemoryNames
{
    private static final int CACHE_ENTRIES = 16;

    private MemoryNames()
    {
    }

    static Stage stage(final WorkerContext context, final int maxPorts)
    {
        final DnsContext names = new DnsContext(DnsSettings.DEFAULTS, new NameViews(maxPorts),
            new AnswerCache(CACHE_ENTRIES), new QueryLog());
        return new DnsStage(context, names, new ResolverLink(context.pool(), maxPorts, () -> { }, new NoWakeup()));
    }

    /** Nobody waits. */
    private static final class NoWakeup implements Wakeup
    {
        @Override
        public int descriptor()
        {
            return -1;
        }

        @Override
        public void signal()
        {
            // nobody waits
        }

        @Override
        public void clear()
        {
            // nobody waits
        }
    }
}

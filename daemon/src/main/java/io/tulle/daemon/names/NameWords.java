package io.tulle.daemon.names;

import io.tulle.dns.Outcome;

import java.util.Locale;

/** The words for outcomes in listings, events and counters. Called by any thread. */
final class NameWords
{
    private NameWords()
    {
    }

    /** @return such as cached-failure. */
    static String of(final Outcome outcome)
    {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

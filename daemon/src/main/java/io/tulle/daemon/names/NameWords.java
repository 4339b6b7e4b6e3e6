package io.tulle.daemon.names;

import io.tulle.dns.Outcome;

import java.util.List;
import java.util.Locale;

/** The words for outcomes and response codes in listings and counters. Called by any thread. */
final class NameWords
{
    /** RFC 1035 4.1.1, in the words of dig; those of dynamic updates (6 to 10) are never sent. */
    private static final List<String> RESPONSE_CODES =
        List.of("NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED");
    private static final int BADVERS = 16;

    private NameWords()
    {
    }

    /** @return such as cached failure. */
    static String of(final Outcome outcome)
    {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String responseCode(final int code)
    {
        return code < RESPONSE_CODES.size() ? RESPONSE_CODES.get(code) : BADVERS == code ? "BADVERS" : "RCODE" + code;
    }

    /** @return those that Tulle itself says, or hands on. */
    static int[] responseCodes()
    {
        return new int[]{0, 1, 2, 3, 4, 5, BADVERS};
    }
}

package io.tulle.dns;

import java.net.InetSocketAddress;

/**
 * An upstream answer as it is kept: everything behind header and question, since those are the asker's own. Immutable
 * but for the mark that it is being refreshed.
 *
 * @param key          of the question
 * @param responseCode NOERROR or NXDOMAIN
 * @param counts       records in answer, authority and additional section (without OPT), 16 bits each from the top
 * @param records      their bytes; pointers in them lead into the question or behind it, as in the message that came
 * @param ttlOffsets   where in the records their times to live are
 * @param authenticated whether AD was set
 * @param storedNs     when it came
 * @param ttlNs        how long it is fresh: the least of its times to live
 * @param from         the server that it is from
 * @param owner        number of the client that it counts for
 */
public record CachedAnswer(QuestionKey key, int responseCode, long counts, byte[] records, int[] ttlOffsets,
    boolean authenticated, long storedNs, long ttlNs, InetSocketAddress from, int owner)
{
}

package io.tulle.dns.resolver;

import io.tulle.dns.QuestionKey;
import io.tulle.dns.message.Asked;
import io.tulle.dns.message.DnsResponse;
import io.tulle.dns.message.QueryWriter;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;
import java.util.Random;

/**
 * A question as it goes to one server: in letters whose case is chosen at random, since a forger must guess that, too
 * (RFC 5452 4.2), or all in lower case for servers that do not repeat it. Used by the resolver's thread.
 */
final class UpstreamQuestion
{
    private static final int CASE = 0x20;

    private final Asked asked;
    private final byte[] message;
    private final boolean hasOpt;

    private UpstreamQuestion(final Asked asked, final byte[] message, final boolean hasOpt)
    {
        this.asked = asked;
        this.message = message;
        this.hasOpt = hasOpt;
    }

    static UpstreamQuestion of(final QuestionKey key, final int id, final boolean isLowerCase, final boolean hasOpt,
        final Random random)
    {
        final byte[] name = isLowerCase ? key.name() : randomCase(key.name(), random);
        final Asked asked = new Asked(id, name, key.type(), !isLowerCase);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[QueryWriter.MAX_LENGTH]);
        final int length = QueryWriter.write(buffer, 0, asked, hasOpt ? key.flags() : QueryWriter.PLAIN);
        return new UpstreamQuestion(asked, Arrays.copyOf(buffer.byteArray(), length), hasOpt);
    }

    private static byte[] randomCase(final byte[] lowerName, final Random random)
    {
        final byte[] name = lowerName.clone();
        long bits = 0;
        for (int i = 0; i < name.length; i++)
        {
            bits = 0 == i % Long.SIZE ? random.nextLong() : bits >>> 1;
            // length octets are below every letter
            name[i] ^= (byte) ('a' <= name[i] && name[i] <= 'z' && 0 != (bits & 1) ? CASE : 0);
        }
        return name;
    }

    byte[] message()
    {
        return message;
    }

    boolean isCaseExact()
    {
        return asked.isCaseExact();
    }

    boolean hasOpt()
    {
        return hasOpt;
    }

    /** @return as {@link DnsResponse#wrap} */
    int check(final DnsResponse response, final DirectBuffer answer, final int length)
    {
        return response.wrap(answer, 0, length, asked);
    }

    /** As above, whatever the case of the answer's question. */
    int checkAnyCase(final DnsResponse response, final DirectBuffer answer, final int length)
    {
        return response.wrap(answer, 0, length, new Asked(asked.id(), asked.name(), asked.type(), false));
    }
}

package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.config.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Which sessions the words of a filter mean. */
class SessionQueryTest
{
    /** A container's connection out, as a listing has it. */
    static final SessionRow OUT = new SessionRow("tcp", "ESTABLISHED", "web", "front",
        new SessionRow.Flow(IpAddress.parse("10.30.0.2"), 4000, IpAddress.parse("192.0.2.9"), 80),
        new SessionRow.Flow(IpAddress.parse("192.0.2.9"), 80, IpAddress.parse("203.0.113.1"), 50_000),
        7_440, 12, 1_200, 10, 9_000, SessionRow.Kind.MASQUERADED);

    @ParameterizedTest
    @CsvSource({"'', true", "tcp, true", "udp, false", "icmp, false", "port 80, true", "port 50000, true",
        "port 81, false", "src 10.30.0.0/24, true", "src 203.0.113.1, true", "src 192.0.2.9, false",
        "dst 192.0.2.9, true", "dst 10.0.0.0/8, false", "state established, true", "state SYN_SENT, false",
        "tcp port 80 src 10.30.0.2 state ESTABLISHED, true", "tcp port 81 src 10.30.0.2, false", "dst ::/0, false"})
    void shouldFitWhenAllWordsFit(final String words, final boolean isMeant)
    {
        assertEquals(isMeant, SessionQuery.parse(null, List.of(words.split(" ")), 0).matches(OUT));
        assertEquals(isMeant, SessionQuery.parse("web", List.of(words), 0).matches(OUT));
    }

    @Test
    void shouldKnowWhoseSessionItIs()
    {
        assertTrue(SessionQuery.ALL.matches(OUT));
        assertEquals(false, SessionQuery.parse("db", List.of(), 0).matches(OUT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sctp", "port", "port 0", "port x", "port 65536", "src web", "src 10.0.0.1/8", "tcp udp",
        "port 1 port 2", "state"})
    void shouldRefuseWhatMakesNoSense(final String words)
    {
        assertThrows(IllegalArgumentException.class, () -> SessionQuery.parse(null, List.of(words), 0));
    }
}

package io.tulle.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tulle.config.IpAddress;
import io.tulle.control.SessionRow;
import org.junit.jupiter.api.Test;

/** What a capture says of a frame's session. */
class SessionCommentsTest
{
    @Test
    void shouldNameTheAddressThatAMasqueradedSessionIsSeenAs()
    {
        assertEquals("session 17 masqueraded: 10.30.0.2:40000 > 192.0.2.9:80 as 192.0.2.1:50000",
            SessionComments.text(17, row(SessionRow.Kind.MASQUERADED, flow("10.30.0.2", 40000, "192.0.2.9", 80),
                flow("192.0.2.9", 80, "192.0.2.1", 50000))));
    }

    @Test
    void shouldNameTheContainerThatAPublishedPortLeadsTo()
    {
        assertEquals("session 3 published: [2001:db8::9]:40000 > [2001:db8::1]:8080 to [fd00::2]:80",
            SessionComments.text(3, row(SessionRow.Kind.PUBLISHED, flow("2001:db8::9", 40000, "2001:db8::1", 8080),
                flow("fd00::2", 80, "2001:db8::9", 40000))));
    }

    @Test
    void shouldNameBothOfAHairpinSession()
    {
        assertEquals("session 0 hairpin: 10.30.0.3:40000 > 192.0.2.1:8080 as 192.0.2.1:50001 to 10.30.0.2:80",
            SessionComments.text(0, row(SessionRow.Kind.HAIRPIN, flow("10.30.0.3", 40000, "192.0.2.1", 8080),
                flow("10.30.0.2", 80, "192.0.2.1", 50001))));
    }

    @Test
    void shouldNameNoOtherAddressOfARoutedSession()
    {
        assertEquals("session 9 routed: 10.30.0.2:40000 > 10.31.0.2:53",
            SessionComments.text(9, row(SessionRow.Kind.ROUTED, flow("10.30.0.2", 40000, "10.31.0.2", 53),
                flow("10.31.0.2", 53, "10.30.0.2", 40000))));
    }

    private static SessionRow row(final SessionRow.Kind kind, final SessionRow.Flow original,
        final SessionRow.Flow reply)
    {
        return new SessionRow("udp", "udp", "web", "front", original, reply, 30, 1, 100, 1, 100, kind);
    }

    private static SessionRow.Flow flow(final String source, final int sourcePort, final String destination,
        final int destinationPort)
    {
        return new SessionRow.Flow(IpAddress.parse(source), sourcePort, IpAddress.parse(destination), destinationPort);
    }
}

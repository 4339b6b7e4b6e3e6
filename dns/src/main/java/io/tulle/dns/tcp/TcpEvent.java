package io.tulle.dns.tcp;

/** What is counted of TCP, each with a sentence for a user. */
public enum TcpEvent
{
    OPENED("connections opened"),
    MALFORMED("frames ignored: no whole TCP segment of a client"),
    NO_ROOM("connections not opened: too many are open and busy"),
    EVICTED("connections forgotten for a newer one: half open, closed or idle"),
    RESET("connections ended by a RST of the client"),
    RETRANSMITTED("segments sent again, window probes among them"),
    TIMED_OUT("connections ended since the client acknowledged nothing"),
    CUT_OFF("connections ended since the client left too many answers unread, or too many questions unfinished");

    private final String description;

    TcpEvent(final String description)
    {
        this.description = description;
    }

    public String description()
    {
        return description;
    }
}

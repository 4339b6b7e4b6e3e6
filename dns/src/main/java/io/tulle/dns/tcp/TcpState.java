package io.tulle.dns.tcp;

/** Where a connection stands (RFC 9293 3.3.2), as far as one that is only ever opened by the client goes. */
enum TcpState
{
    SYN_RECEIVED,
    ESTABLISHED,
    /** The client is done; answers may be due. */
    CLOSE_WAIT,
    LAST_ACK,
    FIN_WAIT_1,
    FIN_WAIT_2,
    CLOSING,
    TIME_WAIT,
    CLOSED;

    /** Questions may be read and answers given. */
    boolean isOpen()
    {
        return ESTABLISHED == this || CLOSE_WAIT == this;
    }

    /** The client has not sent its FIN. */
    boolean mayReceive()
    {
        return ESTABLISHED == this || FIN_WAIT_1 == this || FIN_WAIT_2 == this;
    }

    /** After our FIN is queued. */
    TcpState finQueued()
    {
        return ESTABLISHED == this ? FIN_WAIT_1 : CLOSE_WAIT == this ? LAST_ACK : this;
    }

    /** After our FIN is acknowledged. */
    TcpState finAcknowledged()
    {
        return switch (this)
        {
            case FIN_WAIT_1 -> FIN_WAIT_2;
            case CLOSING -> TIME_WAIT;
            case LAST_ACK -> CLOSED;
            default -> this;
        };
    }

    /** After the client's FIN. */
    TcpState finReceived()
    {
        return switch (this)
        {
            case ESTABLISHED -> CLOSE_WAIT;
            case FIN_WAIT_1 -> CLOSING;
            case FIN_WAIT_2 -> TIME_WAIT;
            default -> this;
        };
    }
}

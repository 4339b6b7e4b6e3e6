package io.tulle.dns.tcp;

/** Answers the messages of TCP connections. Called by the resolver's thread. */
@FunctionalInterface
public interface MessageHandler
{
    /**
     * @param port    the switch port that it came in by
     * @param message without its length in front
     * @param reply   takes the answer, once, at any later time and in any order (RFC 7766 6.2.1.1)
     */
    void onMessage(int port, byte[] message, Reply reply);

    /** Takes the answer to one message. */
    @FunctionalInterface
    interface Reply
    {
        /** @param message the answer, at most 65,535 octets; null for none: the connection is closed */
        void answer(byte[] message);
    }
}

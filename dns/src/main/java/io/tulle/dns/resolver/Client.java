package io.tulle.dns.resolver;

/** Who waits for an answer. Called by the resolver's thread. */
@FunctionalInterface
public interface Client
{
    /**
     * @param message   the whole answer with the asker's own id and question, cut to the asker's limit
     * @param resolved  how it was found
     */
    void onAnswer(byte[] message, Resolved resolved);
}

package io.tulle.dns;

/** How a question was answered: what counters, the query log and explanations say. */
public enum Outcome
{
    LOCAL("from the names of containers"),
    SPECIAL("a name that never leaves the host (RFC 6303, 6761, 6762)"),
    CACHE("from the cache"),
    STALE("from the cache, past its time, since no server answers (RFC 8767)"),
    UPSTREAM("by an upstream server"),
    FAILED("no upstream server had an answer"),
    CACHED_FAILURE("no upstream server had an answer a moment ago (RFC 9520)"),
    PROHIBITED("the container has internal networks only, so nobody outside is asked"),
    LIMITED("the container has as many questions waiting as it may"),
    REFUSED("a message that is not answered with records: malformed, or of an unknown kind");

    private static final Outcome[] OUTCOMES = values();

    private final String sentence;

    Outcome(final String sentence)
    {
        this.sentence = sentence;
    }

    public String sentence()
    {
        return sentence;
    }

    public static Outcome of(final int ordinal)
    {
        return OUTCOMES[ordinal];
    }

    public static int count()
    {
        return OUTCOMES.length;
    }
}

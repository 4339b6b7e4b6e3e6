package io.tulle.control;

/** How a daemon ends: {@code stop} leaves devices and state for the next start, {@code down} removes them. */
public enum ShutdownMode
{
    STOP,
    DOWN;

    /** The word of the API. */
    public String word()
    {
        return this == STOP ? "stop" : "down";
    }

    /** Reads the word of the API; null if it is neither. */
    public static ShutdownMode of(final String word)
    {
        return "stop".equals(word) ? STOP : "down".equals(word) ? DOWN : null;
    }
}

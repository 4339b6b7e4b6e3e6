package io.tulle.config;

/** Hears what is wrong with options that were given as plain key and value. */
public interface OptionSink
{
    /**
     * An option is refused.
     *
     * @param key     of the option.
     * @param value   that is refused, or null when the key itself is.
     * @param message to be read after the value, or after the key.
     * @param remedy  what to do.
     */
    void error(String key, String value, String message, String remedy);

    /**
     * An option is accepted but does not do what the user may expect.
     *
     * @param key     of the option.
     * @param message a clause to be read after the key.
     */
    void warning(String key, String message);
}

package io.tulle.config;

/**
 * Tells a user about one mistake in a topology file: where it is, what was written, why it is refused and what to do.
 *
 * @param file    as the user named it.
 * @param line    counted from 1.
 * @param column  counted from 1.
 * @param path    of the key, such as {@code networks.front.ipam.config[0].subnet}; empty for the file as a whole.
 * @param value   that was refused, or null when something is missing.
 * @param message to be read after the value.
 * @param remedy  what to do, or null when the message says it.
 */
public record Problem(String file, int line, int column, String path, String value, String message, String remedy)
{
    private static final int SHOWN_LENGTH = 100; // one line of a terminal; the place tells where the rest is

    @Override
    public String toString()
    {
        return place(file, line, column, path) + sentence(value, message, remedy);
    }

    static String place(final String file, final int line, final int column, final String path)
    {
        final String place = file + ':' + line + ':' + column + ": ";
        return path.isEmpty() ? place : place + printable(shortened(path)) + ": ";
    }

    static String sentence(final String value, final String message, final String remedy)
    {
        final String subject = null == value ? "" : value.isEmpty() ? "\"\" " : printable(shortened(value)) + ' ';
        return subject + printable(message) + (null == remedy ? "" : "; " + printable(remedy));
    }

    private static String shortened(final String text)
    {
        return text.length() > SHOWN_LENGTH ? text.substring(0, SHOWN_LENGTH) + "..." : text;
    }

    /** One line stays one line, and a file cannot steer the terminal. */
    private static String printable(final String text)
    {
        final StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++)
        {
            final char c = text.charAt(i);
            shown.append(Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return shown.toString();
    }
}

package io.tulle.config;

import java.util.Locale;

/** Checks names of networks and containers, Docker's rule, and of projects, Compose's rule. */
public final class Names
{
    private static final int MAX_LENGTH = 63; // RFC 1035 section 2.3.4: names become labels in the DNS

    private static final String PATTERN = "[a-zA-Z0-9][a-zA-Z0-9_.-]*";

    private Names()
    {
    }

    static String parse(final String text)
    {
        return checked(text, PATTERN,
            "use letters, digits, '_', '.' and '-', with a letter or digit first");
    }

    /** True if a network or a container may be called so. */
    public static boolean isName(final String text)
    {
        return text.length() <= MAX_LENGTH && text.matches(PATTERN);
    }

    static String parseProject(final String text)
    {
        return checked(text, "[a-z0-9][a-z0-9_-]*",
            "use lower-case letters, digits, '_' and '-', with a letter or digit first");
    }

    private static String checked(final String text, final String pattern, final String remedy)
    {
        if (!text.matches(pattern))
        {
            throw new BadValueException(text, "is not a name", remedy);
        }
        if (text.length() > MAX_LENGTH)
        {
            throw new BadValueException(text, "has " + text.length() + " characters", "use at most " + MAX_LENGTH);
        }
        return text;
    }

    /** The name of a project without one, as Compose makes it: the folder's, without what a name may not hold. */
    static String projectOf(final String folder)
    {
        final String kept = folder.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "")
            .replaceAll("^[_-]+", "");
        return kept.isEmpty() ? "tulle" : kept.substring(0, Math.min(kept.length(), MAX_LENGTH));
    }
}

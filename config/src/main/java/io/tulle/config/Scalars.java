package io.tulle.config;

import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the plain values: truth, whole numbers, durations, names of interfaces. */
final class Scalars
{
    private static final Pattern DURATION =
        Pattern.compile("(?:(\\d{1,4})d)?(?:(\\d{1,7})h)?(?:(\\d{1,7})m)?(?:(\\d{1,7})s)?");
    private static final int INTERFACE_NAME_LENGTH = 15; // IFNAMSIZ without the final NUL

    private Scalars()
    {
    }

    /** YAML 1.2's truth values, the same in quotes. */
    static boolean bool(final String text)
    {
        if (!text.matches("true|True|TRUE|false|False|FALSE"))
        {
            throw new BadValueException(text, "is neither true nor false", "write true or false");
        }
        return Boolean.parseBoolean(text);
    }

    /** What Docker takes as truth in options: Go's strconv.ParseBool. */
    static boolean goBool(final String text)
    {
        return switch (text)
        {
            case "1", "t", "T", "true", "True", "TRUE" -> true;
            case "0", "f", "F", "false", "False", "FALSE" -> false;
            default -> throw new BadValueException(text, "is neither true nor false", "write true or false");
        };
    }

    static Function<String, Integer> integer(final int min, final int max)
    {
        return text -> integer(text, min, max);
    }

    private static int integer(final String text, final int min, final int max)
    {
        if (!text.matches("-?[0-9]{1,18}"))
        {
            throw new BadValueException(text, "is not a whole number", "write a number of " + min + " to " + max);
        }
        final long number = Long.parseLong(text);
        if (number < min || number > max)
        {
            throw number < min ? new BadValueException(text, "is below " + min, "set it to at least " + min) :
                new BadValueException(text, "exceeds " + max, "set it to at most " + max);
        }
        return (int) number;
    }

    static Function<String, Duration> duration(final long minS, final long maxS)
    {
        return text -> duration(text, minS, maxS);
    }

    private static Duration duration(final String text, final long minS, final long maxS)
    {
        final Matcher parts = DURATION.matcher(text.matches("[0-9]{1,7}") ? text + "s" : text);
        if (text.isEmpty() || !parts.matches())
        {
            throw new BadValueException(text, "is not a duration", "write seconds or a form such as 90s, 5m or 1h30m");
        }
        final long seconds = number(parts.group(1)) * 86_400 + number(parts.group(2)) * 3600 +
            number(parts.group(3)) * 60 + number(parts.group(4));
        if (seconds < minS || seconds > maxS)
        {
            throw new BadValueException(text, "is not " + minS + " to " + maxS + " seconds", "write a time in between");
        }
        return Duration.ofSeconds(seconds);
    }

    private static long number(final String digits)
    {
        return null == digits ? 0 : Long.parseLong(digits);
    }

    static String interfaceName(final String text)
    {
        if ("lo".equals(text))
        {
            throw new BadValueException(text, "is the loopback interface", "choose another name, such as eth0");
        }
        return interfaceName(text, INTERFACE_NAME_LENGTH);
    }

    static String interfaceName(final String text, final int maxLength)
    {
        // the kernel refuses '/', ':', spaces, "." and ".."; '%' would be a template
        if (!text.matches("[a-zA-Z0-9_][a-zA-Z0-9_.-]*"))
        {
            throw new BadValueException(text, "cannot name an interface", "use letters, digits, '_', '.' and '-'");
        }
        if (text.length() > maxLength)
        {
            throw new BadValueException(text, "has " + text.length() + " characters", "use at most " + maxLength);
        }
        return text;
    }
}

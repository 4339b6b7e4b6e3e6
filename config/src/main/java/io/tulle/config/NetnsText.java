package io.tulle.config;

import java.nio.file.Path;

/** Reads the text forms of a network namespace. */
final class NetnsText
{
    private static final int NAME_MAX = 255; // of a file, limits.h
    private static final int PATH_MAX = 4095; // limits.h, without the final NUL
    private static final int PID_MAX = 4_194_304; // PID_MAX_LIMIT of a 64-bit kernel
    private static final String REMEDY = "write a name under /run/netns, an absolute path, pid:1234 or create";

    private NetnsText()
    {
    }

    static Netns parse(final String text)
    {
        if ("create".equals(text))
        {
            return new Netns.Create();
        }
        if (text.startsWith("pid:"))
        {
            return new Netns.Pid(pid(text));
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c)))
        {
            throw new BadValueException(text, "has a space or a control character", REMEDY);
        }
        return text.startsWith("/") ? path(text) : named(text);
    }

    private static int pid(final String text)
    {
        final String digits = text.substring("pid:".length());
        if (!digits.matches("[1-9][0-9]{0,6}") || Integer.parseInt(digits) > PID_MAX)
        {
            throw new BadValueException(text, "has a process id that is not 1 to " + PID_MAX, "write pid:1234");
        }
        return Integer.parseInt(digits);
    }

    private static Netns path(final String text)
    {
        if (text.length() > PATH_MAX || text.endsWith("/"))
        {
            throw new BadValueException(text, "is not the path of a file", REMEDY);
        }
        return new Netns.Path(Path.of(text).normalize());
    }

    private static Netns named(final String text)
    {
        if (text.indexOf('/') >= 0)
        {
            throw new BadValueException(text, "is neither a name nor an absolute path", REMEDY);
        }
        if (text.isEmpty() || ".".equals(text) || "..".equals(text))
        {
            throw new BadValueException(text, "is not the name of a namespace", REMEDY);
        }
        if (text.length() > NAME_MAX)
        {
            throw new BadValueException(text, "has " + text.length() + " characters", "use at most " + NAME_MAX);
        }
        return new Netns.Named(text);
    }

    /** One text for one namespace: /var/run is a link to /run wherever namespaces are. */
    static String canonical(final Netns netns)
    {
        final String text = netns instanceof Netns.Named ? "/run/netns/" + netns :
            netns instanceof final Netns.Engine engine ? engine.path().toString() : netns.toString();
        return text.startsWith("/var/run/") ? text.substring("/var".length()) : text;
    }
}

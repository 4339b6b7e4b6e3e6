package io.tulle.daemon.capture;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.tulle.control.ControlException;
import io.tulle.dataplane.capture.CaptureSettings;

/**
 * What a client asks to capture, read from the parameters of its query: container, network, drops, count, snaplen,
 * filter and format, all of them optional.
 *
 * @param container    whose ports, or empty for every container's
 * @param network      on which network, or empty for all
 * @param isDropsOnly  whether only dropped frames are wanted
 * @param count        after how many frames it ends; by default never
 * @param snaplenBytes how many bytes of each frame are wanted
 * @param filter       in tcpdump's syntax, or empty
 * @param format       how frames are written
 */
record CaptureRequest(String container, String network, boolean isDropsOnly, long count, int snaplenBytes,
    String filter, CaptureFormat format)
{
    private static final Set<String> PARAMETERS =
        Set.of("container", "network", "drops", "count", "snaplen", "filter", "format");

    private static final long MAX_COUNT = 1_000_000_000_000L;
    private static final int MAX_SNAPLEN_BYTES = CaptureSettings.DEFAULT_SNAPLEN_BYTES;

    /** @throws ControlException that names the parameter, its value and what to write instead. */
    static CaptureRequest parse(final Map<String, String> query)
    {
        for (final String parameter : query.keySet())
        {
            if (!PARAMETERS.contains(parameter))
            {
                throw ControlException.invalid("capture does not know " + parameter +
                    "; it takes container, network, drops, count, snaplen, filter and format");
            }
        }
        return new CaptureRequest(query.getOrDefault("container", ""), query.getOrDefault("network", ""),
            isTrue(query.getOrDefault("drops", "false")),
            number(query, "count", Long.MAX_VALUE, MAX_COUNT),
            (int) number(query, "snaplen", MAX_SNAPLEN_BYTES, MAX_SNAPLEN_BYTES),
            query.getOrDefault("filter", "").trim(),
            format(query.getOrDefault("format", "pcapng")));
    }

    /** Whether a port's name, container/network, is one that was asked for. */
    boolean wantsPort(final String name)
    {
        final int slash = name.indexOf('/');
        return (container.isEmpty() || container.equals(slash < 0 ? name : name.substring(0, slash))) &&
            (network.isEmpty() || network.equals(name.substring(slash + 1)));
    }

    boolean wantsEveryPort()
    {
        return container.isEmpty() && network.isEmpty();
    }

    boolean hasFilter()
    {
        return !filter.isEmpty();
    }

    private static boolean isTrue(final String text)
    {
        return switch (text)
        {
            case "", "true", "1" -> true; // ?drops alone is a yes
            case "false", "0" -> false;
            default -> throw ControlException.invalid("drops=" + text + ": write true or false");
        };
    }

    private static long number(final Map<String, String> query, final String parameter, final long absent,
        final long max)
    {
        final String text = query.get(parameter);
        if (null == text)
        {
            return absent;
        }
        if (!text.matches("[0-9]{1,18}") || 0 == Long.parseLong(text) || Long.parseLong(text) > max)
        {
            throw ControlException.invalid(parameter + "=" + text + ": write a whole number from 1 to " + max);
        }
        return Long.parseLong(text);
    }

    private static CaptureFormat format(final String text)
    {
        for (final CaptureFormat format : CaptureFormat.values())
        {
            if (format.name().toLowerCase(Locale.ROOT).equals(text))
            {
                return format;
            }
        }
        throw ControlException.invalid("format=" + text + ": write pcapng or text");
    }
}

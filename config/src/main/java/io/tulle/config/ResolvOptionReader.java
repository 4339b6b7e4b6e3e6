package io.tulle.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads options of a container's resolv.conf, which its own library follows. */
final class ResolvOptionReader
{
    /** Those of resolv.conf(5) that have a number, and its most. */
    private static final Map<String, Integer> NUMBERED = Map.of("ndots", 15, "timeout", 30, "attempts", 5);
    private static final List<String> KNOWN = List.of("ndots:N", "timeout:N", "attempts:N", "rotate", "use-vc", "edns0",
        "single-request", "single-request-reopen", "trust-ad", "no-aaaa", "no-reload", "no-tld-query", "inet6",
        "no-check-names", "debug", "ip6-bytestring", "ip6-dotint", "no-ip6-dotint");
    private static final int MAX_OPTIONS = 32;

    private ResolvOptionReader()
    {
    }

    static List<String> read(final YamlNode node)
    {
        final List<String> options = new ArrayList<>();
        for (final YamlNode item : DnsServersReader.itemsOf(node))
        {
            final String option = item.parse(ResolvOptionReader::parse, null);
            if (null != option && options.contains(option))
            {
                item.problem(option, "is written twice", "remove one of them");
            }
            else if (null != option)
            {
                warnOfUnknown(item, option);
                options.add(option);
            }
        }
        DnsServersReader.checkCount(node, options.size(), MAX_OPTIONS);
        return options;
    }

    private static String parse(final String text)
    {
        if (!text.matches("[!-~&&[^#;]]{1,64}")) // a space or a comment would end it in the middle of the line
        {
            throw new BadValueException(text, "is not an option of a resolv.conf",
                "write each option, such as ndots:2, as an item of the list");
        }
        final int colon = text.indexOf(':');
        final Integer max = NUMBERED.get(colon < 0 ? text : text.substring(0, colon));
        final String number = colon < 0 ? "" : text.substring(colon + 1);
        if (null != max && (!number.matches("[0-9]{1,2}") || Integer.parseInt(number) > max))
        {
            final String name = colon < 0 ? text : text.substring(0, colon);
            throw new BadValueException(text, "has no number of 0 to " + max, "write it as in " + name + ":2");
        }
        return text;
    }

    private static void warnOfUnknown(final YamlNode item, final String option)
    {
        final int colon = option.indexOf(':');
        final String form = colon < 0 ? option : option.substring(0, colon) + ":N";
        if (!KNOWN.contains(form))
        {
            item.warn(option + " is not an option of resolv.conf(5); " + Nearest.remedy(form, KNOWN));
        }
    }
}

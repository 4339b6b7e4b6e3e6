package io.tulle.config;

import java.time.Duration;
import java.util.function.Function;

/** Reads the section {@code nat}. */
final class NatReader
{
    private static final Keys KEYS = Keys.of("nat", "timeouts", "filtering", "sessions", "port_parity");
    private static final Keys TIMEOUTS = Keys.of("timeouts", "udp", "icmp", "tcp_established", "tcp_opening",
        "tcp_closing", "tcp_incoming_syn", "other");
    private static final Keys FILTERING = Keys.of("filtering", "udp", "tcp");
    private static final Keys SESSIONS =
        Keys.of("sessions", "max", "per_container_min", "per_container_max");
    private static final long MAX_S = 30 * 24 * 3600; // a month: what is silent for longer is gone
    private static final int MIN_SESSIONS = 1_024;
    private static final int MAX_SESSIONS = 1 << 24; // 2^24 descriptors take gigabytes; nobody has asked for more

    private NatReader()
    {
    }

    static NatSpec read(final YamlNode node)
    {
        node.mapOrReport();
        KEYS.check(node);
        final NatSpec defaults = NatSpec.DEFAULTS;
        final NatTimeouts timeouts = node.has("timeouts") ? timeouts(node.child("timeouts")) : defaults.timeouts();
        final YamlNode filtering = node.child("filtering");
        final NatSpec sessions = node.has("sessions") ? sessions(node.child("sessions")) : defaults;
        if (null != filtering && YamlNode.Kind.MAP == filtering.kind())
        {
            FILTERING.check(filtering);
        }
        return new NatSpec(timeouts, filtering(filtering, "udp", defaults.udpFiltering()),
            filtering(filtering, "tcp", defaults.tcpFiltering()), sessions.maxSessions(),
            sessions.minContainerSessions(), sessions.maxContainerSessions(),
            node.parse("port_parity", Scalars::bool, defaults.portParity()));
    }

    private static NatTimeouts timeouts(final YamlNode node)
    {
        node.mapOrReport();
        TIMEOUTS.check(node);
        final NatTimeouts defaults = NatTimeouts.DEFAULTS;
        return new NatTimeouts(
            node.parse("udp", atLeast(120, "RFC 4787 REQ-5"), defaults.udp()),
            node.parse("icmp", atLeast(60, "RFC 5508 REQ-2"), defaults.icmp()),
            node.parse("tcp_established", atLeast(7_440, "RFC 5382 REQ-5"), defaults.tcpEstablished()),
            node.parse("tcp_opening", atLeast(240, "RFC 5382 REQ-5"), defaults.tcpOpening()),
            node.parse("tcp_closing", atLeast(240, "RFC 5382 REQ-5"), defaults.tcpClosing()),
            node.parse("tcp_incoming_syn", atLeast(6, "RFC 5382 REQ-4"), defaults.tcpIncomingSyn()),
            node.parse("other", Scalars.duration(1, MAX_S), defaults.other()));
    }

    private static Function<String, Duration> atLeast(final long minS, final String clause)
    {
        return text ->
        {
            final Duration duration = Scalars.duration(0, MAX_S).apply(text);
            if (duration.toSeconds() < minS)
            {
                throw new BadValueException(text, "is below what " + clause + " allows",
                    "set it to at least " + minS + "s");
            }
            return duration;
        };
    }

    /** One word is for both protocols. */
    private static NatFiltering filtering(final YamlNode node, final String protocol, final NatFiltering fallback)
    {
        if (null != node && YamlNode.Kind.MAP == node.kind())
        {
            return node.parse(protocol, NatFiltering::parse, fallback);
        }
        final boolean isFirst = "udp".equals(protocol); // a mistake is told once
        return null == node ? fallback : isFirst ? node.parse(NatFiltering::parse, fallback) :
            word(node.text(), fallback);
    }

    private static NatFiltering word(final String text, final NatFiltering fallback)
    {
        try
        {
            return null == text ? fallback : NatFiltering.parse(text);
        }
        catch (final BadValueException e)
        {
            return fallback;
        }
    }

    private static NatSpec sessions(final YamlNode node)
    {
        node.mapOrReport();
        SESSIONS.check(node);
        final NatSpec defaults = NatSpec.DEFAULTS;
        final int max = node.parse("max", Scalars.integer(MIN_SESSIONS, MAX_SESSIONS), defaults.maxSessions());
        final int most = node.parse("per_container_max", Scalars.integer(1, MAX_SESSIONS),
            Math.min(max, defaults.maxContainerSessions()));
        final int least = node.parse("per_container_min", Scalars.integer(0, MAX_SESSIONS),
            Math.min(most, defaults.minContainerSessions()));
        if (most > max)
        {
            node.child("per_container_max").problem(String.valueOf(most), "exceeds the table's " + max,
                "lower it or raise nat.sessions.max");
        }
        if (least > most)
        {
            node.nearest("per_container_min").problem(String.valueOf(least), "exceeds per_container_max: " + most,
                "lower it or raise per_container_max");
        }
        return new NatSpec(defaults.timeouts(), defaults.udpFiltering(), defaults.tcpFiltering(), max, least, most,
            defaults.portParity());
    }
}

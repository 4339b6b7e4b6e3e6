package io.tulle.config;

import java.util.function.Supplier;

/** Reads the address of a server, and refuses what can be none. */
final class DnsServerText
{
    private static final String REMEDY = "write ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT";
    private static final long V4_BROADCAST = 0xffff_ffffL;
    private static final long V4_MULTICAST = 0xeL; // RFC 1112 section 4: 224.0.0.0/4
    private static final long V6_MULTICAST = 0xffL; // RFC 4291 section 2.7: ff00::/8
    private static final long V6_LINK_LOCAL = 0xfe80L >>> 6; // RFC 4291 section 2.5.6: fe80::/10

    private DnsServerText()
    {
    }

    static DnsServer parse(final String text)
    {
        final int close = text.indexOf(']');
        if (text.startsWith("[") && close > 0)
        {
            final String rest = text.substring(close + 1);
            if (!rest.isEmpty() && !rest.startsWith(":"))
            {
                throw new BadValueException(text, "is not a server: '" + rest + "' follows the address", REMEDY);
            }
            return server(text, text.substring(1, close), rest.isEmpty() ? null : rest.substring(1));
        }
        final int colon = text.indexOf(':');
        return colon < 0 || colon != text.lastIndexOf(':') ? server(text, text, null) :
            server(text, text.substring(0, colon), text.substring(colon + 1));
    }

    private static DnsServer server(final String text, final String address, final String port)
    {
        final IpAddress parsed = part(text, () -> IpAddress.parse(address));
        checkCanServe(text, parsed);
        return new DnsServer(parsed, null == port ? DnsServer.DEFAULT_PORT :
            part(text, () -> Scalars.integer(1, 0xffff).apply(port)));
    }

    private static void checkCanServe(final String text, final IpAddress address)
    {
        if (address.isUnspecified())
        {
            refuse(text, "is every address, which is no server's");
        }
        if (address.isV6() ? V6_MULTICAST == address.high() >>> 56 :
            V4_MULTICAST == address.low() >>> 28 || V4_BROADCAST == address.low())
        {
            refuse(text, "is the address of a group, which is no server's");
        }
        if (address.isV6() && V6_LINK_LOCAL == address.high() >>> 54)
        {
            refuse(text, "is an address that means nothing without its link");
        }
    }

    private static void refuse(final String text, final String reason)
    {
        throw new BadValueException(text, reason, "write the server's own address");
    }

    /** Names the whole text when one part of it is bad. */
    private static <T> T part(final String text, final Supplier<T> parser)
    {
        try
        {
            return parser.get();
        }
        catch (final BadValueException e)
        {
            final String reason = e.value().equals(text) ? e.reason() :
                "is not a server: " + Problem.sentence(e.value(), e.reason(), null);
            throw new BadValueException(text, reason, e.value().equals(text) ? e.remedy() : REMEDY);
        }
    }
}

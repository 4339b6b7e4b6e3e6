package io.tulle.config;

/** A server that is asked for names: an address, and a port, which is 53 as a rule. */
public record DnsServer(IpAddress address, int port)
{
    /** RFC 1035 section 4.2. */
    public static final int DEFAULT_PORT = 53;

    /** More would only be asked after everyone has given up. */
    public static final int MAX_IN_LIST = 8;

    /** Reads ADDRESS, ADDRESS:PORT and [ADDRESS]:PORT; BadValueException says what is wrong. */
    public static DnsServer parse(final String text)
    {
        return DnsServerText.parse(text);
    }

    /** In the form that parse reads. */
    @Override
    public String toString()
    {
        final String host = DEFAULT_PORT != port && address.isV6() ? "[" + address + "]" : address.toString();
        return DEFAULT_PORT == port ? host : host + ":" + port;
    }
}

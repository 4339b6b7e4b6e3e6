package io.tulle.tapio.linux;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** Reads addresses and captured bytes as a test writes them. */
final class Ip
{
    private Ip()
    {
    }

    static byte[] ip(final String literal)
    {
        try
        {
            return InetAddress.getByName(literal).getAddress();
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(literal, ex);
        }
    }

    static byte[] hex(final String text)
    {
        return HexFormat.of().parseHex(text.replaceAll("[\\s:]", ""));
    }
}

package io.tulle.daemon.relay;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Writes a port of the host as Docker's messages do. */
final class HostPort
{
    private HostPort()
    {
    }

    /** @param hostIp null for any. @return such as {@code 0.0.0.0:8080} or {@code [::1]:8080}. */
    static String format(final InetAddress hostIp, final int port)
    {
        if (null == hostIp)
        {
            return "0.0.0.0:" + port;
        }
        final boolean isIpv6 = hostIp instanceof Inet6Address;
        return isIpv6 ? "[" + shortened((Inet6Address) hostIp) + "]:" + port : hostIp.getHostAddress() + ":" + port;
    }

    private static String shortened(final Inet6Address address)
    {
        if (address.isAnyLocalAddress())
        {
            return "::";
        }
        return address.isLoopbackAddress() ? "::1" : address.getHostAddress();
    }
}

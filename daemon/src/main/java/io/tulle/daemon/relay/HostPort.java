package io.tulle.daemon.relay;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

import io.tulle.dataplane.wire.InetText;

/** Writes a port of the host as Docker's messages do. Called by the control thread. */
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
        return (hostIp instanceof Inet6Address ? "[" + ipv6(hostIp) + "]:" : hostIp.getHostAddress() + ":") + port;
    }

    private static String ipv6(final InetAddress address)
    {
        final ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return InetText.formatIpv6(bytes.getLong(), bytes.getLong());
    }
}

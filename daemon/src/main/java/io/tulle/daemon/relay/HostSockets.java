package io.tulle.daemon.relay;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;

import io.tulle.config.Protocol;

/**
 * Opens the sockets that hold ports of the host. For any address that is one socket of both families, since Java makes
 * IPv6 sockets without IPV6_V6ONLY; on a host without IPv6 it is an IPv4 socket. Called by the control thread.
 */
final class HostSockets
{
    private static final int BACKLOG = 4096; // the kernel cuts it to net.core.somaxconn
    private static final String TAKEN = "Address already in use"; // strerror(EADDRINUSE)

    private HostSockets()
    {
    }

    static ServerSocketChannel tcp(final InetAddress hostIp, final int port) throws IOException
    {
        final ServerSocketChannel channel = tcp(hostIp);
        try
        {
            channel.configureBlocking(false);
            // a restart binds while connections of the last run are in TIME_WAIT; never two listeners at once
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address(hostIp, port), BACKLOG);
            return channel;
        }
        catch (final IOException ex)
        {
            channel.close();
            throw explained(ex, Protocol.TCP, hostIp, port);
        }
    }

    static DatagramChannel udp(final InetAddress hostIp, final int port) throws IOException
    {
        final DatagramChannel channel = udp(hostIp);
        try
        {
            channel.configureBlocking(false);
            channel.bind(address(hostIp, port));
            return channel;
        }
        catch (final IOException ex)
        {
            channel.close();
            throw explained(ex, Protocol.UDP, hostIp, port);
        }
    }

    static int port(final SelectableChannel channel) throws IOException
    {
        return ((InetSocketAddress) (channel instanceof ServerSocketChannel ?
            ((ServerSocketChannel) channel).getLocalAddress() :
            ((DatagramChannel) channel).getLocalAddress())).getPort();
    }

    private static ServerSocketChannel tcp(final InetAddress hostIp) throws IOException
    {
        try
        {
            return ServerSocketChannel.open(family(hostIp));
        }
        catch (final UnsupportedOperationException ex)
        {
            return ServerSocketChannel.open(withoutIpv6(hostIp));
        }
    }

    private static DatagramChannel udp(final InetAddress hostIp) throws IOException
    {
        try
        {
            return DatagramChannel.open(family(hostIp));
        }
        catch (final UnsupportedOperationException ex)
        {
            return DatagramChannel.open(withoutIpv6(hostIp));
        }
    }

    private static ProtocolFamily family(final InetAddress hostIp)
    {
        return null == hostIp || hostIp instanceof Inet6Address ?
            StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    private static ProtocolFamily withoutIpv6(final InetAddress hostIp) throws IOException
    {
        if (null != hostIp)
        {
            throw new SocketException("Bind for " + HostPort.format(hostIp, 0) + " failed: the host has no IPv6");
        }
        return StandardProtocolFamily.INET;
    }

    private static InetSocketAddress address(final InetAddress hostIp, final int port)
    {
        return null == hostIp ? new InetSocketAddress(port) : new InetSocketAddress(hostIp, port);
    }

    private static IOException explained(
        final IOException reason, final Protocol protocol, final InetAddress hostIp, final int port)
    {
        if (TAKEN.equals(reason.getMessage()))
        {
            return PortTakenException.byAnotherProgram(HostPort.format(hostIp, port), protocol);
        }
        return new IOException("Bind for " + HostPort.format(hostIp, port) + " failed: " + reason.getMessage(), reason);
    }
}

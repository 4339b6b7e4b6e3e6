package io.tulle.systemtests;

import java.util.Arrays;
import java.util.function.Predicate;

/** Sends and receives IP packets byte by byte, where no kernel answers on its own. Called by tests. */
record Peer(RawSocket socket, String mac, String gatewayMac) implements AutoCloseable
{
    void send(final Packet packet)
    {
        socket.send(Frames.ethernet(gatewayMac, mac, packet.isIpv4() ? Frames.IPV4 : Frames.IPV6, packet.bytes()));
    }

    /** Waits for a packet that is asked for; what else comes is let go. */
    Packet await(final String what, final Predicate<Packet> isIt)
    {
        return packet(socket.await(what, frame -> isIp(frame) && isIt.test(packet(frame))));
    }

    /** Waits for a packet of a protocol to a port. */
    Packet awaitPort(final int protocol, final int destinationPort)
    {
        return await("protocol " + protocol + " to port " + destinationPort, packet ->
            protocol == packet.protocol() && destinationPort == packet.destinationPort());
    }

    /** Waits for an ICMP error, or another message, by type * 256 + code. */
    Packet awaitIcmp(final int typeAndCode)
    {
        return await("ICMP " + typeAndCode, packet -> isIcmp(packet, typeAndCode));
    }

    static boolean isIcmp(final Packet packet, final int typeAndCode)
    {
        return (packet.isIpv4() ? Packet.ICMP : Packet.ICMPV6) == packet.protocol() &&
            typeAndCode == packet.typeAndCode();
    }

    boolean hasReceived(final Predicate<Packet> isIt)
    {
        return socket.hasReceived(frame -> isIp(frame) && isIt.test(packet(frame)));
    }

    private boolean isIp(final byte[] frame)
    {
        final int etherType = Frames.etherType(frame);
        return Arrays.equals(Frames.mac(mac), Arrays.copyOf(frame, 6)) &&
            (Frames.IPV4 == etherType || Frames.IPV6 == etherType);
    }

    private static Packet packet(final byte[] frame)
    {
        return new Packet(Arrays.copyOfRange(frame, 14, frame.length));
    }

    @Override
    public void close()
    {
        socket.close();
    }
}

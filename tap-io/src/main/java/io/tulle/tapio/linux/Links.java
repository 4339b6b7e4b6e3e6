package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.LinkConstants.*;
import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_CREATE;
import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_DUMP;
import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_EXCL;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** Asks for and changes interfaces: the RTM_*LINK messages behind {@link Netlink}. Control threads. */
final class Links
{
    static final int SAME_NAMESPACE = -1;

    private final NetlinkSocket socket;

    Links(final NetlinkSocket socket)
    {
        this.socket = socket;
    }

    List<Link> all()
    {
        final NetlinkMessage message = message(RTM_GETLINK, NLM_F_DUMP, 0, 0, 0);
        message.attribute(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        return socket.list(message, "list", () -> "links", Links::parse);
    }

    Link byName(final String name)
    {
        final NetlinkMessage message = message(RTM_GETLINK, 0, 0, 0, 0);
        message.attribute(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        message.attribute(IFLA_IFNAME, checked(name));
        return socket.list(message, "find", () -> "link " + name, Links::parse).get(0);
    }

    Link byIndex(final int index)
    {
        final NetlinkMessage message = message(RTM_GETLINK, 0, index, 0, 0);
        message.attribute(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        return socket.list(message, "find", () -> "link with index " + index, Links::parse).get(0);
    }

    void flags(final int index, final int flags, final int change, final String what)
    {
        change(message(RTM_NEWLINK, 0, index, flags, change), index, () -> what);
    }

    void mtu(final int index, final int mtu)
    {
        change(message(RTM_NEWLINK, 0, index, 0, 0).attribute(IFLA_MTU, mtu), index, () -> "mtu " + mtu);
    }

    void mac(final int index, final byte[] mac)
    {
        final NetlinkMessage message = message(RTM_NEWLINK, 0, index, 0, 0).attribute(IFLA_ADDRESS, mac);
        change(message, index, () -> "mac " + IpText.mac(mac));
    }

    void name(final int index, final String name)
    {
        change(message(RTM_NEWLINK, 0, index, 0, 0).attribute(IFLA_IFNAME, checked(name)), index, () -> "name " + name);
    }

    void namespace(final int index, final int namespaceFd)
    {
        final NetlinkMessage message = message(RTM_NEWLINK, 0, index, 0, 0).attribute(IFLA_NET_NS_FD, namespaceFd);
        change(message, index, () -> "namespace");
    }

    void delete(final int index)
    {
        socket.request(message(RTM_DELLINK, 0, index, 0, 0), "delete", () -> "link " + nameOf(index));
    }

    void createVeth(final String name, final String peerName, final int peerNamespaceFd)
    {
        socket.request(vethMessage(name, peerName, peerNamespaceFd), "create", () -> "veth " + name + ", " + peerName);
    }

    static NetlinkMessage vethMessage(final String name, final String peerName, final int peerNamespaceFd)
    {
        final NetlinkMessage message = message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, 0, 0, 0);
        message.attribute(IFLA_IFNAME, checked(name));
        final int info = message.beginNest(IFLA_LINKINFO);
        message.attribute(IFLA_INFO_KIND, "veth".getBytes(StandardCharsets.US_ASCII)); // without a zero, as iproute2
        final int data = message.beginNest(IFLA_INFO_DATA);
        final int peer = message.beginNest(VETH_INFO_PEER);
        header(message, 0, 0, 0).attribute(IFLA_IFNAME, checked(peerName));
        if (SAME_NAMESPACE != peerNamespaceFd)
        {
            message.attribute(IFLA_NET_NS_FD, peerNamespaceFd);
        }
        return message.endNest(peer).endNest(data).endNest(info);
    }

    static NetlinkMessage message(
        final int type, final int messageFlags, final int index, final int flags, final int change)
    {
        return header(new NetlinkMessage(type, messageFlags), index, flags, change);
    }

    /** For errors only: the name that a user knows an index by. */
    String nameOf(final int index)
    {
        try
        {
            return byIndex(index).name();
        }
        catch (final LinuxException ex)
        {
            return "interface " + index; // gone, which is likely what the error is about
        }
    }

    private void change(final NetlinkMessage message, final int index, final Supplier<String> what)
    {
        socket.request(message, "set", () -> what.get() + " on " + nameOf(index));
    }

    private static NetlinkMessage header(
        final NetlinkMessage message, final int index, final int flags, final int change)
    {
        return message.u8(0).u8(0).u16(0).u32(index).u32(flags).u32(change);
    }

    private static String checked(final String name)
    {
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length >= IFNAMSIZ)
        {
            throw new IllegalArgumentException("interface name '" + name + "' must have 1 to 15 bytes");
        }

        return name;
    }

    private static void parse(final NetlinkReader reader, final List<Link> links)
    {
        final NetlinkAttributes attributes = reader.attributes(IFINFOMSG_LENGTH);
        final byte[] mac = attributes.bytes(IFLA_ADDRESS);
        links.add(new Link(
            reader.i32(4),
            attributes.string(IFLA_IFNAME),
            null == mac ? new byte[0] : mac,
            attributes.i32(IFLA_MTU, 0),
            reader.i32(8),
            OperationalState.of(attributes.u8(IFLA_OPERSTATE, 0)),
            attributes.nested(IFLA_LINKINFO).string(IFLA_INFO_KIND)));
    }
}

package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.AddressConstants.*;
import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_CREATE;
import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_DUMP;
import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_REPLACE;
import static io.tulle.tapio.linux.SocketConstants.AF_UNSPEC;

import java.util.List;

/** Asks for and changes ARP and NDP tables: the RTM_*NEIGH messages behind {@link Netlink}. Control threads. */
final class Neighbors
{
    private final NetlinkSocket socket;
    private final Links links;

    Neighbors(final NetlinkSocket socket, final Links links)
    {
        this.socket = socket;
        this.links = links;
    }

    void replace(final int index, final byte[] address, final byte[] mac)
    {
        final NetlinkMessage message =
            header(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, index, NUD_PERMANENT, 0, address);
        message.attribute(NDA_LLADDR, mac);
        socket.request(message, "set", () -> text(index, address));
    }

    /** As a packet to it would do: the kernel asks for an unknown MAC address, and makes sure of a stale one. */
    void use(final int index, final byte[] address)
    {
        final NetlinkMessage message = header(RTM_NEWNEIGH, NLM_F_CREATE, index, NUD_NONE, NTF_USE, address);
        socket.request(message, "ask for", () -> text(index, address));
    }

    void delete(final int index, final byte[] address)
    {
        socket.request(header(RTM_DELNEIGH, 0, index, NUD_PERMANENT, 0, address), "delete", () -> text(index, address));
    }

    List<Neighbor> of(final int index)
    {
        final NetlinkMessage message = new NetlinkMessage(RTM_GETNEIGH, NLM_F_DUMP);
        message.u8(AF_UNSPEC).u8(0).u16(0).u32(0).u16(0).u8(0).u8(0);
        final List<Neighbor> all = socket.list(message, "list", () -> "neighbors", Neighbors::parse);
        return all.stream().filter((neighbor) -> index == neighbor.interfaceIndex()).toList();
    }

    private String text(final int index, final byte[] address)
    {
        return "neighbor " + IpText.of(address) + " on " + links.nameOf(index);
    }

    private static NetlinkMessage header(
        final int type, final int messageFlags, final int index, final int state, final int flags, final byte[] address)
    {
        final NetlinkMessage message = new NetlinkMessage(type, messageFlags);
        message.u8(IpText.family(address)).u8(0).u16(0).u32(index).u16(state).u8(flags).u8(0);
        return message.attribute(NDA_DST, address);
    }

    private static void parse(final NetlinkReader reader, final List<Neighbor> neighbors)
    {
        final NetlinkAttributes attributes = reader.attributes(NDMSG_LENGTH);
        final byte[] address = attributes.bytes(NDA_DST);
        final byte[] mac = attributes.bytes(NDA_LLADDR);
        if (null != address)
        {
            neighbors.add(new Neighbor(reader.i32(4), address, null == mac ? new byte[0] : mac, reader.u16(8)));
        }
    }
}

package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.AddressConstants.*;
import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_CREATE;
import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_DUMP;
import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_EXCL;
import static io.tulle.tapio.linux.RouteConstants.RT_SCOPE_HOST;
import static io.tulle.tapio.linux.RouteConstants.RT_SCOPE_UNIVERSE;
import static io.tulle.tapio.linux.SocketConstants.AF_INET;
import static io.tulle.tapio.linux.SocketConstants.AF_UNSPEC;

import java.util.List;

/** Asks for and changes addresses of interfaces: the RTM_*ADDR messages behind {@link Netlink}. Control threads. */
final class Addresses
{
    private static final int LOOPBACK_NETWORK = 127;
    private static final int LONGEST_PREFIX_WITH_BROADCAST = 30; // RFC 3021: a /31 has none

    private final NetlinkSocket socket;
    private final Links links;

    Addresses(final NetlinkSocket socket, final Links links)
    {
        this.socket = socket;
        this.links = links;
    }

    void add(final int index, final byte[] address, final int prefixLength)
    {
        socket.request(addMessage(index, address, prefixLength), "set", () -> text(index, address, prefixLength));
    }

    void ensure(final int index, final byte[] address, final int prefixLength)
    {
        try
        {
            add(index, address, prefixLength);
        }
        catch (final LinuxException ex)
        {
            if (Errno.EEXIST != ex.errno() || !exists(index, address, prefixLength))
            {
                throw ex;
            }
        }
    }

    void delete(final int index, final byte[] address, final int prefixLength)
    {
        final NetlinkMessage message = header(RTM_DELADDR, 0, address, prefixLength, 0, index);
        message.attribute(IFA_LOCAL, address);
        socket.request(message, "delete", () -> text(index, address, prefixLength));
    }

    List<Address> of(final int index)
    {
        return all().stream().filter((address) -> index == address.interfaceIndex()).toList();
    }

    List<Address> all()
    {
        final NetlinkMessage message = new NetlinkMessage(RTM_GETADDR, NLM_F_DUMP).u8(AF_UNSPEC).u8(0).u16(0).u32(0);
        return socket.list(message, "list", () -> "addresses", Addresses::parse);
    }

    static NetlinkMessage addMessage(final int index, final byte[] address, final int prefixLength)
    {
        final boolean isIpv4 = AF_INET == IpText.family(address);
        // the switch answers for duplicates itself; detection would hold the address back for a second
        final int flags = isIpv4 ? 0 : IFA_F_NODAD;
        final NetlinkMessage message =
            header(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, address, prefixLength, flags, index);
        message.attribute(IFA_LOCAL, address).attribute(IFA_ADDRESS, address);
        return isIpv4 && prefixLength <= LONGEST_PREFIX_WITH_BROADCAST && !isLoopback(address) ?
            message.attribute(IFA_BROADCAST, broadcast(address, prefixLength)) : message;
    }

    static byte[] broadcast(final byte[] address, final int prefixLength)
    {
        final byte[] broadcast = address.clone();
        for (int bit = prefixLength; bit < Byte.SIZE * broadcast.length; bit++)
        {
            broadcast[bit / Byte.SIZE] |= (byte) (0x80 >> bit % Byte.SIZE);
        }
        return broadcast;
    }

    private boolean exists(final int index, final byte[] address, final int prefixLength)
    {
        return of(index).stream().anyMatch((present) -> present.isSame(index, address, prefixLength));
    }

    private String text(final int index, final byte[] address, final int prefixLength)
    {
        return "address " + IpText.of(address, prefixLength) + " on " + links.nameOf(index);
    }

    private static boolean isLoopback(final byte[] address)
    {
        return LOOPBACK_NETWORK == address[0];
    }

    private static NetlinkMessage header(
        final int type,
        final int messageFlags,
        final byte[] address,
        final int prefixLength,
        final int flags,
        final int index)
    {
        final int family = IpText.family(address);
        if (prefixLength < 0 || prefixLength > Byte.SIZE * address.length)
        {
            throw new IllegalArgumentException(IpText.of(address, prefixLength) + ": the prefix length must be 0 to " +
                Byte.SIZE * address.length);
        }

        final int scope = AF_INET == family && isLoopback(address) ? RT_SCOPE_HOST : RT_SCOPE_UNIVERSE;
        return new NetlinkMessage(type, messageFlags).u8(family).u8(prefixLength).u8(flags).u8(scope).u32(index);
    }

    private static void parse(final NetlinkReader reader, final List<Address> addresses)
    {
        final NetlinkAttributes attributes = reader.attributes(IFADDRMSG_LENGTH);
        final byte[] local = attributes.bytes(IFA_LOCAL); // on a point-to-point link IFA_ADDRESS is the peer's
        final byte[] address = null == local ? attributes.bytes(IFA_ADDRESS) : local;
        if (null != address)
        {
            addresses.add(new Address(reader.i32(4), address, reader.u8(1), attributes.i32(IFA_FLAGS, reader.u8(2))));
        }
    }
}

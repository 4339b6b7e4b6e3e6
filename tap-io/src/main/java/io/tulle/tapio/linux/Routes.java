package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_CREATE;
import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_DUMP;
import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_EXCL;
import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_REPLACE;
import static io.tulle.tapio.linux.RouteConstants.*;
import static io.tulle.tapio.linux.SocketConstants.AF_INET;
import static io.tulle.tapio.linux.SocketConstants.AF_INET6;

import java.util.List;

/** Asks for and changes routes of the main table: the RTM_*ROUTE messages behind {@link Netlink}. Control threads. */
final class Routes
{
    private static final int DESTINATION_LENGTH_OFFSET = 1;
    private static final int TABLE_OFFSET = 4;
    private static final int TYPE_OFFSET = 7;
    private static final int FLAGS_OFFSET = 8;

    private final NetlinkSocket socket;
    private final Links links;

    Routes(final NetlinkSocket socket, final Links links)
    {
        this.socket = socket;
        this.links = links;
    }

    void add(final Route route)
    {
        socket.request(addMessage(route, NLM_F_EXCL), "set", () -> text(route));
    }

    /** Takes the place of a route to the same destination with the same metric. */
    void replace(final Route route)
    {
        socket.request(addMessage(route, NLM_F_REPLACE), "set", () -> text(route));
    }

    void ensure(final Route route)
    {
        try
        {
            add(route);
        }
        catch (final LinuxException ex)
        {
            if (Errno.EEXIST != ex.errno() || !all(route.family()).contains(route))
            {
                throw ex;
            }
        }
    }

    void delete(final Route route)
    {
        final int scope = AF_INET6 == route.family() ? RT_SCOPE_UNIVERSE : RT_SCOPE_NOWHERE; // nowhere: of any scope
        final NetlinkMessage message = new NetlinkMessage(RTM_DELROUTE, 0);
        header(message, route, RTN_UNSPEC, 0, scope);
        socket.request(attributes(message, route), "delete", () -> text(route));
    }

    List<Route> all(final int family)
    {
        final NetlinkMessage message = new NetlinkMessage(RTM_GETROUTE, NLM_F_DUMP);
        message.u8(family).u8(0).u16(0).u32(0).u32(0);
        return socket.list(message, "list", () -> "routes", Routes::parse);
    }

    static NetlinkMessage addMessage(final Route route, final int flags)
    {
        final boolean isNeighbors = AF_INET == route.family() && null == route.gateway();
        final NetlinkMessage message = new NetlinkMessage(RTM_NEWROUTE, NLM_F_CREATE | flags);
        header(message, route, RTN_UNICAST, RTPROT_STATIC, isNeighbors ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE);
        return attributes(message, route);
    }

    private String text(final Route route)
    {
        return "route " + route + " on " + links.nameOf(route.interfaceIndex());
    }

    private static void header(
        final NetlinkMessage message, final Route route, final int type, final int protocol, final int scope)
    {
        message.u8(route.family()).u8(route.prefixLength()).u8(0).u8(0);
        message.u8(RT_TABLE_MAIN).u8(protocol).u8(scope).u8(type).u32(route.onLink() ? RTNH_F_ONLINK : 0);
    }

    private static NetlinkMessage attributes(final NetlinkMessage message, final Route route)
    {
        if (!route.isDefault())
        {
            message.attribute(RTA_DST, route.destination());
        }
        if (null != route.gateway())
        {
            message.attribute(RTA_GATEWAY, route.gateway());
        }
        if (null != route.source())
        {
            message.attribute(RTA_PREFSRC, route.source());
        }
        message.attribute(RTA_OIF, route.interfaceIndex());
        return 0 == route.metric() ? message : message.attribute(RTA_PRIORITY, route.metric());
    }

    private static void parse(final NetlinkReader reader, final List<Route> routes)
    {
        final NetlinkAttributes attributes = reader.attributes(RTMSG_LENGTH);
        final boolean isCloned = 0 != (reader.i32(FLAGS_OFFSET) & RTM_F_CLONED);
        final boolean isMain = RT_TABLE_MAIN == attributes.i32(RTA_TABLE, reader.u8(TABLE_OFFSET));
        if (isMain && !isCloned && RTN_UNICAST == reader.u8(TYPE_OFFSET))
        {
            addNextHops(reader, attributes, routes);
        }
    }

    /** A route over several gateways is shown as one route for each. */
    private static void addNextHops(
        final NetlinkReader reader, final NetlinkAttributes attributes, final List<Route> routes)
    {
        final List<NetlinkAttributes.NextHop> nextHops = attributes.nextHops();
        if (nextHops.isEmpty())
        {
            routes.add(route(reader, attributes, attributes.bytes(RTA_GATEWAY), attributes.i32(RTA_OIF, 0),
                reader.i32(FLAGS_OFFSET)));
        }
        for (final NetlinkAttributes.NextHop hop : nextHops)
        {
            routes.add(route(reader, attributes, hop.gateway(), hop.interfaceIndex(), hop.flags()));
        }
    }

    private static Route route(
        final NetlinkReader reader,
        final NetlinkAttributes attributes,
        final byte[] gateway,
        final int interfaceIndex,
        final int flags)
    {
        final byte[] destination = attributes.bytes(RTA_DST);
        final int length = AF_INET == reader.u8(0) ? IpText.IPV4_LENGTH : IpText.IPV6_LENGTH;
        return new Route(
            null == destination ? new byte[length] : destination,
            reader.u8(DESTINATION_LENGTH_OFFSET),
            gateway,
            interfaceIndex,
            attributes.i32(RTA_PRIORITY, 0),
            attributes.bytes(RTA_PREFSRC),
            0 != (flags & RTNH_F_ONLINK));
    }
}

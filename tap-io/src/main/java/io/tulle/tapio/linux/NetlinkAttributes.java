package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.NetlinkConstants.ATTRIBUTE_HEADER_LENGTH;
import static io.tulle.tapio.linux.NetlinkConstants.NLA_TYPE_MASK;
import static io.tulle.tapio.linux.NetlinkConstants.align;
import static io.tulle.tapio.linux.RouteConstants.RTA_GATEWAY;
import static io.tulle.tapio.linux.RouteConstants.RTA_MULTIPATH;
import static io.tulle.tapio.linux.RouteConstants.RTNEXTHOP_LENGTH;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.agrona.DirectBuffer;

/** Finds attributes by type in one message of the kernel. One thread, control path. */
final class NetlinkAttributes
{
    private static final int ABSENT = -1;

    private final DirectBuffer buffer;
    private final int start;
    private final int limit;

    NetlinkAttributes(final DirectBuffer buffer, final int start, final int limit)
    {
        this.buffer = buffer;
        this.start = start;
        this.limit = limit;
    }

    /** The value, or null where the kernel did not send the attribute. */
    byte[] bytes(final int type)
    {
        final int offset = find(type);
        if (ABSENT == offset)
        {
            return null;
        }

        final byte[] value = new byte[valueLength(offset)];
        buffer.getBytes(offset + ATTRIBUTE_HEADER_LENGTH, value);
        return value;
    }

    int i32(final int type, final int missingValue)
    {
        final int offset = find(type);
        return ABSENT == offset || valueLength(offset) < Integer.BYTES ?
            missingValue : buffer.getInt(offset + ATTRIBUTE_HEADER_LENGTH);
    }

    int u8(final int type, final int missingValue)
    {
        final int offset = find(type);
        return ABSENT == offset || valueLength(offset) < 1 ?
            missingValue : buffer.getByte(offset + ATTRIBUTE_HEADER_LENGTH) & 0xff;
    }

    /** The text without its zero, or the empty string. */
    String string(final int type)
    {
        final byte[] value = bytes(type);
        if (null == value)
        {
            return "";
        }

        final int length = value.length > 0 && 0 == value[value.length - 1] ? value.length - 1 : value.length;
        return new String(value, 0, length, StandardCharsets.UTF_8);
    }

    /** The attributes inside an attribute; none where it is missing. */
    NetlinkAttributes nested(final int type)
    {
        final int offset = find(type);
        return ABSENT == offset ? new NetlinkAttributes(buffer, limit, limit) :
            new NetlinkAttributes(buffer, offset + ATTRIBUTE_HEADER_LENGTH, offset + length(offset));
    }

    /** The gateways of a route over several, each a struct rtnexthop with attributes; empty for other routes. */
    List<NextHop> nextHops()
    {
        final List<NextHop> hops = new ArrayList<>();
        final NetlinkAttributes nested = nested(RTA_MULTIPATH);
        int offset = nested.start;
        while (nested.limit - offset >= RTNEXTHOP_LENGTH)
        {
            final int length = length(offset);
            if (length < RTNEXTHOP_LENGTH || length > nested.limit - offset)
            {
                break;
            }
            final NetlinkAttributes attributes =
                new NetlinkAttributes(buffer, offset + RTNEXTHOP_LENGTH, offset + length);
            final int flags = buffer.getByte(offset + Short.BYTES) & 0xff;
            hops.add(new NextHop(buffer.getInt(offset + Integer.BYTES), attributes.bytes(RTA_GATEWAY), flags));
            offset += align(length);
        }
        return hops;
    }

    /** One of several gateways of a route. */
    record NextHop(int interfaceIndex, byte[] gateway, int flags)
    {
    }

    private int find(final int type)
    {
        int offset = start;
        while (limit - offset >= ATTRIBUTE_HEADER_LENGTH)
        {
            final int length = length(offset);
            if (length < ATTRIBUTE_HEADER_LENGTH || length > limit - offset)
            {
                return ABSENT;
            }
            if (type == (buffer.getShort(offset + Short.BYTES) & NLA_TYPE_MASK))
            {
                return offset;
            }
            offset += align(length);
        }

        return ABSENT;
    }

    private int length(final int offset)
    {
        return buffer.getShort(offset) & 0xffff;
    }

    private int valueLength(final int offset)
    {
        return length(offset) - ATTRIBUTE_HEADER_LENGTH;
    }
}

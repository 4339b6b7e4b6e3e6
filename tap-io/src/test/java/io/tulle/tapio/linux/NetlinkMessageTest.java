package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.Ip.hex;
import static io.tulle.tapio.linux.Ip.ip;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Expected bytes were captured with strace from iproute2 6.1.0 on a little-endian machine. */
class NetlinkMessageTest
{
    private static final int SEQUENCE = 0x6b0090c7;
    private static final int INDEX = 3;

    @Test
    void shouldEncodeIpv4AddressLikeIproute2()
    {
        assertArrayEquals(
            hex("30000000 1400 0506 c790006b 00000000 02 18 00 00 03000000" +
                "0800 0200 0a1e0002  0800 0100 0a1e0002  0800 0400 0a1e00ff"),
            encoded(Addresses.addMessage(INDEX, ip("10.30.0.2"), 24)));
    }

    @Test
    void shouldEncodeIpv6AddressLikeIproute2()
    {
        assertArrayEquals(
            hex("40000000 1400 0506 c790006b 00000000 0a 40 02 00 03000000" +
                "1400 0200 fd000000000000000000000000000002  1400 0100 fd000000000000000000000000000002"),
            encoded(Addresses.addMessage(INDEX, ip("fd00::2"), 64)));
    }

    @Test
    void shouldEncodeDefaultRouteLikeIproute2()
    {
        // protocol static (04) where the command line of ip says boot (03)
        assertArrayEquals(
            hex("2c000000 1800 0506 c790006b 00000000 02 00 00 00 fe 04 00 01 00000000" +
                "0800 0500 0a1e0001  0800 0400 03000000"),
            encoded(Routes.addMessage(Route.defaultVia(ip("10.30.0.1"), INDEX), NetlinkConstants.NLM_F_EXCL)));
    }

    @Test
    void shouldEncodeMtuLikeIproute2()
    {
        final NetlinkMessage message = Links.message(LinkConstants.RTM_NEWLINK, 0, INDEX, 0, 0);
        assertArrayEquals(
            hex("28000000 1000 0500 c790006b 00000000 00000000 03000000 00000000 00000000 0800 0400 aa050000"),
            encoded(message.attribute(LinkConstants.IFLA_MTU, 1450)));
    }

    @Test
    void shouldEncodeVethPairLikeIproute2()
    {
        assertArrayEquals(
            hex("54000000 1000 0506 c790006b 00000000 00000000 00000000 00000000 00000000" +
                "0700 0300 76610000  2c00 1200  0800 0100 76657468  2000 0200  1c00 0100" +
                "00000000 00000000 00000000 00000000  0700 0300 76620000"),
            encoded(Links.vethMessage("va", "vb", Netlink.SAME_NAMESPACE)));
    }

    @Test
    void shouldLeaveBroadcastOutWhereASubnetHasNone()
    {
        assertArrayEquals(
            hex("28000000 1400 0506 c790006b 00000000 02 1f 00 00 03000000 0800 0200 0a1e0002  0800 0100 0a1e0002"),
            encoded(Addresses.addMessage(INDEX, ip("10.30.0.2"), 31)));
    }

    @Test
    void shouldFillHostBitsOfBroadcast()
    {
        assertArrayEquals(ip("172.31.255.255"), Addresses.broadcast(ip("172.30.0.10"), 15));
        assertArrayEquals(ip("10.30.0.3"), Addresses.broadcast(ip("10.30.0.2"), 30));
    }

    @Test
    void shouldRefusePrefixLongerThanTheAddress()
    {
        final Exception ex = assertThrows(
            IllegalArgumentException.class, () -> Addresses.addMessage(INDEX, ip("10.30.0.2"), 33));
        assertEquals("10.30.0.2/33: the prefix length must be 0 to 32", ex.getMessage());
    }

    private static byte[] encoded(final NetlinkMessage message)
    {
        final UnsafeBuffer target = new UnsafeBuffer(new byte[1024]);
        final byte[] bytes = new byte[message.encode(target, SEQUENCE)];
        target.getBytes(0, bytes);
        return bytes;
    }
}

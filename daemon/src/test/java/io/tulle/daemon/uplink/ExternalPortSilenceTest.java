package io.tulle.daemon.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import io.tulle.config.IpAddress;
import io.tulle.config.Protocol;
import io.tulle.dataplane.Burst;
import io.tulle.dataplane.FramePool;
import io.tulle.tapio.PacketDevice;
import io.tulle.tapio.PacketFilter;
import io.tulle.tapio.PacketPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stranger connects to ports of the host: by its kernel's answer, and by what a packet socket sees. */
@Tag("root")
class ExternalPortSilenceTest
{
    private static final IpAddress IPV4 = IpAddress.parse("10.30.0.2");
    private static final IpAddress IPV6 = IpAddress.parse("fd00:30::2");
    private static final int SYN = 0x02;

    private final TwoHosts hosts = new TwoHosts();
    private final ExternalPortSilence silence = new ExternalPortSilence("");
    private final FramePool pool = new FramePool(32);

    @AfterEach
    void remove()
    {
        hosts.close();
        pool.close();
    }

    @Test
    void shouldSilenceTheHostWhileAPacketSocketSeesTheFrame()
    {
        apply(silence, "50000-50100", "8080");
        for (final String address : List.of("10.30.0.2", "fd00:30::2"))
        {
            try (PacketDevice device = hosts.host.call(() -> PacketDevice.open("eth0", 1, PacketFilter.ROUTABLE)))
            {
                assertEquals("no answer", connect(address, 50_007));
                assertTrue(hasSyn(device, 50_007), "Tulle has its copy");
            }
            assertEquals("no answer", connect(address, 8_080), "a published port");
            assertEquals("refused", connect(address, 50_101), "a port of the host's");
        }
    }

    @Test
    void shouldSilenceUdpAndLeaveOtherAddressesOfTheHostAlone()
    {
        TwoHosts.ip(hosts.host, "addr add 10.30.0.3/24 dev eth0");
        apply(silence, "50000-50100", "8080");
        assertEquals("no answer", ask("10.30.0.2", 50_000));
        assertEquals("refused", ask("10.30.0.2", 50_200));
        assertEquals("refused", ask("10.30.0.3", 50_000));
    }

    @Test
    void shouldTakeTheTableAwayAtTheEndAndReplaceOneThatAKilledDaemonLeft()
    {
        apply(silence, "50000-50100", "8080");
        final ExternalPortSilence next = new ExternalPortSilence("");
        apply(next, "60000-60100", "8081"); // the first was killed
        assertEquals("refused", connect("10.30.0.2", 50_007));
        assertEquals("no answer", connect("10.30.0.2", 60_007));
        hosts.host.run(next::close);
        assertEquals("", TwoHosts.run(hosts.host, "nft list tables"));
        assertEquals("refused", connect("10.30.0.2", 60_007));
        hosts.host.run(next::close);
    }

    @Test
    void shouldKeepATableForEachInstance()
    {
        final ExternalPortSilence second = new ExternalPortSilence("lab-2");
        apply(silence, "50000-50100", "8080");
        apply(second, "60000-60100", "8081");
        assertEquals("no answer", connect("10.30.0.2", 50_007));
        assertEquals("no answer", connect("10.30.0.2", 60_007));
        hosts.host.run(silence::close);
        assertEquals("table netdev tulle_lab_2\n", TwoHosts.run(hosts.host, "nft list tables"));
    }

    @Test
    void shouldKeepARouterFromPassingOnWhatIsForAnAddressOfTullesOwn()
    {
        TwoHosts.run(hosts.host, "sysctl -qw net.ipv4.ip_forward=1; ip route add unreachable 10.30.0.77");
        TwoHosts.ip(hosts.router, "route add 10.30.0.77 via 10.30.0.2");
        assertEquals("unreachable", connect("10.30.0.77", 80), "the host passes it on");
        final IpAddress own = IpAddress.parse("10.30.0.77");
        hosts.host.run(() ->
            silence.apply(List.of(new SilencedUplink("eth0", index(), List.of(own), List.of()))));
        assertEquals("no answer", connect("10.30.0.77", 80));
    }

    @Test
    void shouldSayWhatNftSaysAndKeepWhatWasThere()
    {
        apply(silence, "50000-50100", "8080");
        final IllegalStateException ex = assertThrows(IllegalStateException.class, () -> hosts.host.run(() ->
            silence.apply(List.of(new SilencedUplink("a-name-that-is-too-long", 99, List.of(), List.of())))));
        assertTrue(ex.getMessage().startsWith("nft failed: "), ex.getMessage());
        assertEquals("no answer", connect("10.30.0.2", 50_007));
    }

    @Test
    void shouldNameThePackageWhenThereIsNoNft()
    {
        final IllegalStateException ex =
            assertThrows(IllegalStateException.class, () -> NftProgram.run("/nowhere/nft", ""));
        assertTrue(ex.getMessage().endsWith("apt-get install nftables"), ex.getMessage());
    }

    @Test
    void shouldJoinOverlappingRangesAndLeaveHolesForTheHost()
    {
        final String rules = SilenceRules.of("tulle", List.of(uplink(PortSet.parse("50000-50010,50005-50020")
            .minus(PortSet.parse("50007")), PortSet.parse("50001,8080"))));
        assertTrue(rules.contains(
            "elements = { 10.30.0.2 . 8080, 10.30.0.2 . 50000-50006, 10.30.0.2 . 50008-50020 }"), rules);
        assertFalse(rules.contains("sctp"), rules);
    }

    private void apply(final ExternalPortSilence to, final String external, final String published)
    {
        hosts.host.run(() -> to.apply(List.of(uplink(PortSet.parse(external), PortSet.parse(published)))));
    }

    private SilencedUplink uplink(final PortSet external, final PortSet published)
    {
        return new SilencedUplink("eth0", index(), List.of(), List.of(
            new SilencedUplink.Ports(Protocol.TCP, IPV4, external),
            new SilencedUplink.Ports(Protocol.TCP, IPV4, published),
            new SilencedUplink.Ports(Protocol.UDP, IPV4, external),
            new SilencedUplink.Ports(Protocol.TCP, IPV6, external),
            new SilencedUplink.Ports(Protocol.TCP, IPV6, published)));
    }

    private static int index()
    {
        return 2;
    }

    private String connect(final String address, final int port)
    {
        return attempt("STREAM", address, port);
    }

    private String ask(final String address, final int port)
    {
        return attempt("DGRAM", address, port);
    }

    /** From the router, with a second's patience. */
    private String attempt(final String type, final String address, final int port)
    {
        final String script = "import socket\n" +
            "s = socket.socket(socket.AF_INET6 if chr(58) in \"" + address + "\" else socket.AF_INET, socket.SOCK_" +
            type + ")\ns.settimeout(0.7)\n" +
            "try:\n    s.connect((\"" + address + "\", " + port + ")); s.send(b\"x\"); s.recv(1)\n" +
            "except (socket.timeout, TimeoutError): print(\"no answer\")\n" +
            "except ConnectionRefusedError: print(\"refused\")\n" +
            "except OSError: print(\"unreachable\")\n";
        return TwoHosts.run(hosts.router, "python3 -c '" + script + "'").strip();
    }

    private boolean hasSyn(final PacketDevice device, final int port)
    {
        final PacketPort uplink = new PacketPort(0, "uplink", device.socket(0),
            device.vnetHeaderBytes(), 1_500, pool);
        final Burst burst = new Burst();
        boolean isSeen = false;
        while (uplink.receive(burst, 32) > 0)
        {
            for (int i = 0; i < burst.size(); i++)
            {
                isSeen |= isSyn(burst.frame(i), port);
                pool.release(burst.frame(i));
            }
            burst.clear();
        }
        return isSeen;
    }

    private boolean isSyn(final int frame, final int port)
    {
        final int data = pool.frames().dataOffset(frame);
        final boolean isV6 = (byte) 0x86 == pool.buffer().getByte(data + 12);
        final int tcp = data + 14 + (isV6 ? 40 : 20);
        final int protocol = pool.buffer().getByte(data + 14 + (isV6 ? 6 : 9));
        return 6 == protocol && SYN == pool.buffer().getByte(tcp + 13) &&
            port == (Short.reverseBytes(pool.buffer().getShort(tcp + 2)) & 0xFFFF);
    }
}

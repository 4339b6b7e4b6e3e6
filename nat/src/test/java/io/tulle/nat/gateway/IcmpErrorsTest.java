package io.tulle.nat.gateway;

import static io.tulle.nat.gateway.Packets.ICMP;
import static io.tulle.nat.gateway.Packets.ICMPV6;
import static io.tulle.nat.gateway.Packets.UDP;
import static io.tulle.nat.gateway.Packets.addresses;
import static io.tulle.nat.gateway.Packets.udp;
import static io.tulle.nat.gateway.Packets.withIpv4Byte;
import static io.tulle.nat.gateway.Packets.word;
import static io.tulle.nat.gateway.RouterBench.GATEWAY_LINK_LOCAL;
import static io.tulle.nat.gateway.RouterBench.GATEWAY_MAC;
import static io.tulle.nat.gateway.RouterBench.HOSTED;
import static io.tulle.nat.gateway.RouterBench.HOSTED_GATEWAY_MAC;
import static io.tulle.nat.gateway.RouterBench.HOSTED_MAC;
import static io.tulle.nat.gateway.RouterBench.ROUTER_MAC;
import static io.tulle.nat.gateway.RouterBench.SHARED;
import static io.tulle.nat.gateway.RouterBench.SHARED_MAC;
import static io.tulle.nat.gateway.RouterBench.WEB;
import static io.tulle.nat.gateway.RouterBench.WEB_MAC;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.test.FrameBuilder;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.test.TestWorker;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.VnetHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 792, RFC 1122 3.2.2, RFC 1812 4.3.2, RFC 4443: whom an error is told to, with what inside, and how often. */
class IcmpErrorsTest
{
    private static final String REMOTE = "192.0.2.80";
    private static final String REMOTE_V6 = "2606:4700::1111";

    private final RouterPorts ports = new RouterPorts(64);
    private final TestWorker worker = new TestWorker(this::stages);
    private IcmpErrors errors;
    private IcmpError error = IcmpError.TOO_BIG;
    private int mtu = 1400;

    IcmpErrorsTest()
    {
        worker.addPort(WEB, 65_535);
        worker.addPort(HOSTED, 65_535);
        worker.addPort(SHARED, 65_535);
        ports.put(RouterBench.endpoint(WEB,
            RouterBench.network("web", 1, GATEWAY_MAC, "10.0.0.1", "fd00:17::1", RouterBench.NO_PORT), WEB_MAC,
            "10.0.0.2", "fd00:17::2"));
        ports.put(RouterBench.uplink(SHARED, SHARED_MAC, true, "203.0.113.1", "2001:db8::1"));
    }

    @AfterEach
    void close()
    {
        worker.close();
    }

    @Test
    void shouldTellTheSenderFromTheGateway()
    {
        final byte[] answer = expectTold(WEB, out());
        assertEquals(WEB_MAC, Packets.destinationMac(answer));
        assertEquals(GATEWAY_MAC, Packets.sourceMac(answer));
        assertEquals("10.0.0.1 > 10.0.0.2", addresses(answer));
        assertEquals("45c0", Hex.digits(Hex.buffer(answer), 14, 2));
        assertEquals("0000", Hex.digits(Hex.buffer(answer), 20, 2), "no flags, no offset");
        assertEquals("4001", Hex.digits(Hex.buffer(answer), 22, 2), "TTL 64, ICMP");
        final byte[] answerV6 = expectTold(WEB, outV6());
        assertEquals("fd00:17::1 > fd00:17::2", addresses(answerV6));
        assertEquals("3a40", Hex.digits(Hex.buffer(answerV6), 20, 2), "ICMPv6, hop limit 64");
    }

    @Test
    void shouldQuoteAShortPacketWhole()
    {
        final byte[] frame = out();
        assertArrayEquals(Arrays.copyOfRange(frame, 14, frame.length),
            Arrays.copyOfRange(expectTold(WEB, frame), 42, 42 + frame.length - 14));
        final byte[] frameV6 = outV6();
        assertArrayEquals(Arrays.copyOfRange(frameV6, 14, frameV6.length),
            Arrays.copyOfRange(expectTold(WEB, frameV6), 62, 62 + frameV6.length - 14));
    }

    @Test
    void shouldQuoteAsMuchAsFits()
    {
        final byte[] frame = Packets.ipv4(GATEWAY_MAC, WEB_MAC, "10.0.0.2", REMOTE, UDP, udp(1, 2, 1400));
        final byte[] answer = expectTold(WEB, frame);
        assertEquals(14 + 576, answer.length);
        assertArrayEquals(Arrays.copyOfRange(frame, 14, 14 + 548), Arrays.copyOfRange(answer, 42, 590));
        final byte[] frameV6 = Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", REMOTE_V6, UDP, udp(1, 2, 1400));
        final byte[] answerV6 = expectTold(WEB, frameV6);
        assertEquals(14 + 1280, answerV6.length);
        assertArrayEquals(Arrays.copyOfRange(frameV6, 14, 14 + 1232), Arrays.copyOfRange(answerV6, 62, 1294));
    }

    @Test
    void shouldQuoteTheFirstBytesOfAGsoFrame()
    {
        final byte[] frame = Packets.ipv4(GATEWAY_MAC, WEB_MAC, "10.0.0.2", REMOTE, UDP, udp(1, 2, 40_000));
        worker.arriveWithVnetHeader(WEB, FrameBuilder.gso(VnetHeader.GSO_UDP_L4, 1400, 42, frame));
        worker.run();
        final byte[] answer = worker.sent(WEB).get(0);
        assertEquals(14 + 576, answer.length);
        assertArrayEquals(Arrays.copyOfRange(frame, 14, 14 + 548), Arrays.copyOfRange(answer, 42, 590));
        assertTrue(Packets.isIntact(answer));
        assertArrayEquals(new byte[12], worker.port(WEB).sentVnetHeader(0), "nothing is left to be done");
    }

    @Test
    void shouldCarryTheMtu()
    {
        assertEquals("0304", Hex.digits(Hex.buffer(expectTold(WEB, out())), 34, 2));
        assertEquals("00000578", Hex.digits(Hex.buffer(expectTold(WEB, out())), 38, 4));
        assertEquals("0200", Hex.digits(Hex.buffer(expectTold(WEB, outV6())), 54, 2));
        assertEquals("00000578", Hex.digits(Hex.buffer(expectTold(WEB, outV6())), 58, 4));
    }

    @Test
    void shouldSayEachErrorInBothFamilies()
    {
        mtu = 0;
        for (final IcmpError each : IcmpError.values())
        {
            error = each;
            assertEquals(each.type(true) << 8 | each.code(true), word(expectTold(WEB, out()), 34));
            assertEquals(each.type(false) << 8 | each.code(false), word(expectTold(WEB, outV6()), 54));
        }
    }

    @Test
    void shouldTellARemoteFromTheAddressThatItSentTo()
    {
        final byte[] answer = expectTold(SHARED,
            Packets.ipv4(SHARED_MAC, ROUTER_MAC, REMOTE, "203.0.113.1", UDP, udp(1, 2, 9)));
        assertEquals("203.0.113.1 > " + REMOTE, addresses(answer));
        assertEquals(SHARED_MAC, Packets.sourceMac(answer));
        assertEquals(ROUTER_MAC, Packets.destinationMac(answer));
    }

    @Test
    void shouldTellARemoteFromTheFirstAddressOtherwise()
    {
        assertEquals("203.0.113.1 > " + REMOTE, addresses(expectTold(SHARED,
            Packets.ipv4(SHARED_MAC, ROUTER_MAC, REMOTE, "10.0.0.2", UDP, udp(1, 2, 9)))));
        assertEquals("2001:db8::1 > " + REMOTE_V6, addresses(expectTold(SHARED,
            Packets.ipv6(SHARED_MAC, ROUTER_MAC, REMOTE_V6, "fd00:17::2", UDP, udp(1, 2, 9)))));
    }

    @Test
    void shouldTellFromTheLinkLocalAddressWhatWasSentToIt()
    {
        final byte[] frame = Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fe80::2", GATEWAY_LINK_LOCAL, UDP, udp(1, 2, 9));
        assertEquals(GATEWAY_LINK_LOCAL + " > fe80::2", addresses(expectTold(WEB, frame)));
    }

    @Test
    void shouldTellNobodyWithoutAnIpv4AddressOfItsOwn()
    {
        ports.put(RouterBench.endpoint(WEB, RouterBench.network("v6", 1, GATEWAY_MAC, "", "", RouterBench.NO_PORT),
            WEB_MAC, "10.0.0.2", "fd00:17::2"));
        expectSilence(WEB, out());
        assertEquals(GATEWAY_LINK_LOCAL + " > fd00:17::2", addresses(expectTold(WEB, outV6())));
    }

    @Test
    void shouldNotBeAboutAnError()
    {
        for (final int type : new int[]{3, 4, 5, 11, 12})
        {
            expectSilence(WEB, Packets.ipv4(GATEWAY_MAC, WEB_MAC, "10.0.0.2", REMOTE, ICMP, Packets.icmp(type, 28)));
        }
        for (final int type : new int[]{1, 2, 3, 4, 100, 127, 137})
        {
            expectSilence(WEB, Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", REMOTE_V6, ICMPV6,
                Packets.icmp(type, 48)));
            expectSilence(WEB, Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", REMOTE_V6,
                IpProtocol.DESTINATION_OPTIONS, FrameBuilder.behindOptions(ICMPV6, Packets.icmp(type, 48))));
        }
        expectSilence(WEB, Packets.ipv4(GATEWAY_MAC, WEB_MAC, "10.0.0.2", REMOTE, ICMP, new byte[0]));
        expectSilence(WEB, Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", REMOTE_V6, ICMPV6, new byte[0]));
    }

    @Test
    void shouldBeAboutAQuery()
    {
        expectTold(WEB, Packets.ipv4(GATEWAY_MAC, WEB_MAC, "10.0.0.2", REMOTE, ICMP, Packets.icmp(8, 28)));
        expectTold(WEB, Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", REMOTE_V6, ICMPV6, Packets.icmp(128, 28)));
    }

    @Test
    void shouldBeAboutTheFirstFragmentOnly()
    {
        expectTold(WEB, withIpv4Byte(out(), 6, 0x20));
        expectSilence(WEB, withIpv4Byte(out(), 7, 0x10));
        expectTold(WEB, fragmentV6("11000001 00000001"));
        expectSilence(WEB, fragmentV6("11000008 00000001"));
        expectSilence(WEB, fragmentV6("11000009 00000001"));
    }

    @Test
    void shouldNotBeAboutWhatWasForMany()
    {
        for (final String address : new String[]{"224.0.0.1", "255.255.255.255", "240.0.0.1"})
        {
            expectSilence(WEB, Packets.ipv4(GATEWAY_MAC, WEB_MAC, "10.0.0.2", address, UDP, udp(1, 2, 9)));
        }
        expectSilence(WEB, Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", "ff0e::1", UDP, udp(1, 2, 9)));
        final byte[] broadcast = out();
        Arrays.fill(broadcast, 0, 6, (byte) 0xFF);
        expectSilence(WEB, broadcast);
    }

    @Test
    void shouldNotBeToldToASourceThatIsNotOneHost()
    {
        for (final String address : new String[]{"0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255"})
        {
            expectSilence(WEB, Packets.ipv4(GATEWAY_MAC, WEB_MAC, address, REMOTE, UDP, udp(1, 2, 9)));
        }
        for (final String address : new String[]{"::", "::1", "ff02::1"})
        {
            expectSilence(WEB, Packets.ipv6(GATEWAY_MAC, WEB_MAC, address, REMOTE_V6, UDP, udp(1, 2, 9)));
        }
    }

    @Test
    void shouldNotBeToldToTheHostPortOrAPortThatIsGone()
    {
        ports.put(RouterPort.host(HOSTED,
            RouterBench.network("hosted", 3, HOSTED_GATEWAY_MAC, "10.0.3.1", "", HOSTED)));
        expectSilence(HOSTED, Packets.ipv4(HOSTED_GATEWAY_MAC, HOSTED_MAC, "10.0.3.1", REMOTE, UDP, udp(1, 2, 9)));
        ports.remove(WEB);
        expectSilence(WEB, out());
    }

    @Test
    void shouldHoldBackMoreThanAHundredASecondAPort()
    {
        assertEquals(100, told(WEB, 130));
        assertEquals(30, errors.heldBack());
        assertEquals(130, worker.drops(WEB, DropReason.NO_ROUTE));
        assertEquals(100, told(SHARED, 110), "another port has its own");
        worker.passSeconds(1);
        assertEquals(100, told(WEB, 120));
        worker.passSeconds(3600);
        assertEquals(100, told(WEB, 120), "no more than one second's worth is kept");
        assertEquals(400, errors.sent());
    }

    @Test
    void shouldHoldBackMoreThanAThousandASecondAWorker()
    {
        final RouterPort web = ports.get(WEB);
        for (int port = 10; port < 21; port++)
        {
            worker.addPort(port, 1500);
            ports.put(RouterBench.endpoint(port, web.network(), WEB_MAC, "10.0.0.2", "fd00:17::2"));
        }
        int told = 0;
        for (int port = 10; port < 21; port++)
        {
            told += told(port, 100);
        }
        assertEquals(1000, told);
    }

    @Test
    void shouldDropWithoutAWordWhenNoCellIsFree()
    {
        final List<Integer> cells = new ArrayList<>();
        while (worker.context().pool().available() > 1)
        {
            cells.add(worker.context().pool().claim());
        }
        worker.arrive(WEB, out());
        worker.worker().doWork();
        cells.forEach((cell) -> worker.context().pool().release(cell));
        worker.run();
        assertEquals(1, worker.drops(WEB, DropReason.NO_ROUTE));
        assertEquals(0, worker.sent(WEB).size());
    }

    private int told(final int port, final int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            final long mac = SHARED == port ? SHARED_MAC : GATEWAY_MAC;
            worker.arrive(port, Packets.ipv4(mac, WEB_MAC, "10.0.0.2", REMOTE, UDP, udp(1, 2, 9)));
        }
        worker.run();
        return worker.sent(port).size();
    }

    private byte[] expectTold(final int port, final byte[] frame)
    {
        worker.run(port, frame);
        final List<byte[]> sent = worker.sent(port);
        assertEquals(1, sent.size(), "errors");
        assertTrue(Packets.isIntact(sent.get(0)), "checksums and length");
        return sent.get(0);
    }

    private void expectSilence(final int port, final byte[] frame)
    {
        final long before = worker.drops(port, DropReason.NO_ROUTE);
        worker.run(port, frame);
        assertEquals(0, worker.sent(port).size(), "errors");
        assertEquals(before + 1, worker.drops(port, DropReason.NO_ROUTE));
    }

    private static byte[] out()
    {
        return Packets.ipv4(GATEWAY_MAC, WEB_MAC, "10.0.0.2", REMOTE, UDP, udp(4000, 53, 9));
    }

    private static byte[] outV6()
    {
        return Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", REMOTE_V6, UDP, udp(4000, 53, 9));
    }

    private static byte[] fragmentV6(final String header)
    {
        return Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", REMOTE_V6, IpProtocol.FRAGMENT,
            Hex.bytes(header, "0001000200100000 0102030405060708"));
    }

    private List<Stage> stages(final WorkerContext context)
    {
        errors = new IcmpErrors(context, ports);
        return List.of(new RefuseStage(context));
    }

    /** Refuses all that comes in. */
    private final class RefuseStage implements Stage
    {
        private final Burst input = new Burst();
        private final WorkerContext context;

        RefuseStage(final WorkerContext context)
        {
            this.context = context;
        }

        @Override
        public Burst input()
        {
            return input;
        }

        @Override
        public Burst[] outputs()
        {
            return new Burst[0];
        }

        @Override
        public int process()
        {
            final int size = input.size();
            for (int i = 0; i < size; i++)
            {
                final int frame = input.frame(i);
                context.pool().frames().parsed(frame, (int) context.pool().frames().sourceAndType(frame) & 0xFFFF,
                    context.pool().frames().dataOffset(frame) + 14);
                errors.refuse(frame, error, mtu, DropReason.NO_ROUTE);
            }
            input.clear();
            return size;
        }
    }
}

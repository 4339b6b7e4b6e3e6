package io.tulle.nat.translate;

import static io.tulle.nat.translate.Packets.ICMP;
import static io.tulle.nat.translate.Packets.ICMPV6;
import static io.tulle.nat.translate.Packets.TCP;
import static io.tulle.nat.translate.Packets.UDP;
import static io.tulle.nat.translate.TranslateRig.OUTSIDE;
import static io.tulle.nat.translate.TranslateRig.PORT_A;
import static io.tulle.nat.translate.TranslateRig.UPLINK;
import static io.tulle.nat.translate.TranslateRig.WEB;
import static io.tulle.nat.translate.TranslateRig.tuple;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tulle.dataplane.test.CapturedFrames;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.test.Mutator;
import io.tulle.dataplane.wire.TcpHeader;
import io.tulle.dataplane.wire.VnetHeader;
import io.tulle.nat.conntrack.SessionState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * No packet, and no packet inside an ICMP error, however wrong, makes a stage throw or lose a frame. The worker checks
 * its books after each burst.
 */
class TranslateFuzzTest
{
    private static final int CASES = 40_000;
    private static final int BURST = 32;
    private static final int ETHERNET = 14;
    private static final byte[] OPTIONS = Hex.bytes("020405b4 0402 080a 0102030405060708 01 030307");
    private static final String A = "172.17.0.2";
    private static final String REMOTE = "172.17.0.3";
    private static final String EXTERNAL = "203.0.113.1";
    private static final String A6 = "fd00:17::2";
    private static final String REMOTE6 = "fd00:17::3";
    private static final String EXTERNAL6 = "2001:db8::1";

    private final TranslateRig rig = new TranslateRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldSurviveDamagedPackets()
    {
        open();
        final List<byte[]> seeds = new ArrayList<>();
        CapturedFrames.ALL.forEach((captured) -> seeds.add(Hex.bytes(captured)));
        seeds.add(behindVnetHeader(frame(A, REMOTE, TCP, Packets.tcp(0xD61C, 8080, TcpHeader.SYN, OPTIONS, 9))));
        seeds.add(behindVnetHeader(frame(A6, REMOTE6, Packets.DCCP, Packets.dccp(5, 6, 9))));
        seeds.add(behindVnetHeader(frame(A, REMOTE, Packets.UDP_LITE, Packets.udp(5, 6, 9))));
        assertTrue(run(PORT_A, UPLINK, new Mutator(1, seeds)) > CASES / 20);
    }

    @Test
    void shouldSurviveDamagedErrorsFromOutside()
    {
        open();
        final byte[] tcp = frame(EXTERNAL, REMOTE, TCP, Packets.tcp(50_000, 8080, TcpHeader.SYN, OPTIONS, 9));
        final byte[] udp6 = frame(EXTERNAL6, REMOTE6, UDP, Packets.udp(50_000, 0x14E9, 30));
        final byte[] echo = frame(EXTERNAL, REMOTE, ICMP, Packets.query(8, 999, 30));
        final byte[] echo6 = frame(EXTERNAL6, REMOTE6, ICMPV6, Packets.query(128, 999, 30));
        assertTrue(run(UPLINK, PORT_A, new Mutator(2, List.of(
            error(REMOTE, EXTERNAL, 3, tcp), error(REMOTE, EXTERNAL, 11, echo), error(REMOTE6, EXTERNAL6, 2, udp6),
            error(REMOTE6, EXTERNAL6, 1, echo6)))) > CASES / 20);
    }

    private void open()
    {
        rig.masquerade(TCP, SessionState.TCP_ESTABLISHED, A, 0xD61C, REMOTE, 8080, EXTERNAL, 50_000);
        rig.masquerade(UDP, SessionState.REPLIED, A, 0x8084, REMOTE, 0x14E9, EXTERNAL, 50_000);
        rig.masquerade(TCP, SessionState.TCP_ESTABLISHED, A6, 0xE082, REMOTE6, 8080, EXTERNAL6, 50_000);
        rig.masquerade(UDP, SessionState.REPLIED, A6, 0xB10D, REMOTE6, 0x14E9, EXTERNAL6, 50_000);
        rig.masquerade(Packets.DCCP, SessionState.REPLIED, A6, 5, REMOTE6, 6, EXTERNAL6, 50_000);
        rig.masquerade(Packets.UDP_LITE, SessionState.REPLIED, A, 5, REMOTE, 6, EXTERNAL, 50_000);
        rig.session(SessionState.ICMP_QUERY, tuple(WEB, ICMP, A, 6707, REMOTE, 0), PORT_A,
            tuple(OUTSIDE, ICMP, REMOTE, 0, EXTERNAL, 999), UPLINK);
        rig.session(SessionState.ICMP_QUERY, tuple(WEB, ICMPV6, A6, 6708, REMOTE6, 0), PORT_A,
            tuple(OUTSIDE, ICMPV6, REMOTE6, 0, EXTERNAL6, 999), UPLINK);
        rig.network(WEB, 300);
        rig.uplink(290, false);
    }

    /** @return how many frames came through. */
    private int run(final int ingressPort, final int egressPort, final Mutator mutator)
    {
        int passed = 0;
        for (int i = 0; i < CASES; i += BURST)
        {
            for (int j = 0; j < BURST; j++)
            {
                arrive(ingressPort, mutator.next(), j);
            }
            rig.worker().run();
            passed += rig.worker().sent(egressPort).size();
            rig.worker().sent(ingressPort); // errors
        }
        return passed;
    }

    /** Every second one with its checksums put right, so that more than checksums is tried. */
    private void arrive(final int port, final byte[] bytes, final int number)
    {
        if (bytes.length < VnetHeader.LENGTH + ETHERNET)
        {
            return;
        }
        if (0 == (number & 1) && bytes.length >= VnetHeader.LENGTH + ETHERNET + 60)
        {
            repair(bytes);
        }
        rig.worker().arriveWithVnetHeader(port, bytes);
    }

    private static void repair(final byte[] bytes)
    {
        final byte[] frame = Arrays.copyOfRange(bytes, VnetHeader.LENGTH, bytes.length);
        if (4 == (frame[ETHERNET] & 0xF0) >>> 4 && Packets.transportOffset(frame) + 20 <= frame.length ||
            6 == (frame[ETHERNET] & 0xF0) >>> 4)
        {
            if (0 == bytes[0])
            {
                Packets.fillTransportChecksum(frame);
            }
            Packets.withIpv4Checksum(frame);
            System.arraycopy(frame, 0, bytes, VnetHeader.LENGTH, frame.length);
            assertEquals(bytes.length, frame.length + VnetHeader.LENGTH);
        }
    }

    private static byte[] error(final String source, final String destination, final int type, final byte[] about)
    {
        return behindVnetHeader(frame(source, destination, source.indexOf(':') < 0 ? ICMP : ICMPV6,
            Packets.error(type, 0, 1400, about, about.length - ETHERNET)));
    }

    private static byte[] frame(final String source, final String destination, final int protocol,
        final byte[] transport)
    {
        return Packets.frame(source, destination, protocol, transport);
    }

    private static byte[] behindVnetHeader(final byte[] frame)
    {
        final byte[] whole = new byte[VnetHeader.LENGTH + frame.length];
        System.arraycopy(frame, 0, whole, VnetHeader.LENGTH, frame.length);
        return whole;
    }
}

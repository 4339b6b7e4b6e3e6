package io.tulle.nat.translate;

import static io.tulle.nat.translate.Packets.TCP;
import static io.tulle.nat.translate.TranslateRig.PORT_A;
import static io.tulle.nat.translate.TranslateRig.UPLINK;
import static io.tulle.nat.translate.TranslateRig.WEB;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;

import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.wire.TcpHeader;
import io.tulle.nat.conntrack.SessionState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The maximum segment size of SYNs through links of different MTUs. */
class MssClampTest
{
    private static final String MSS_1460 = "020405b4 01030307";
    private static final String A = "10.0.0.2";
    private static final String REMOTE = "192.0.2.9";
    private static final String EXTERNAL = "203.0.113.1";
    private static final int MSS = 34 + 20 + 2;

    private final TranslateRig rig = new TranslateRig();

    @BeforeEach
    void open()
    {
        rig.masquerade(TCP, SessionState.TCP_SYN_SENT, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        rig.masquerade(TCP, SessionState.TCP_SYN_SENT, "fd00:1::2", 4000, "2001:db8:9::9", 80, "2001:db8::1", 50_000);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({"1500, 1500, 1460", "1500, 1400, 1360", "1300, 1500, 1260", "1300, 1400, 1260", "9000, 9000, 1460"})
    void shouldBeNoMoreThanBothLinksCarry(final int networkMtu, final int uplinkMtu, final int expected)
    {
        rig.network(WEB, networkMtu);
        rig.uplink(uplinkMtu, false);
        final byte[] out = rig.pass(PORT_A, syn(TcpHeader.SYN, MSS_1460), UPLINK);
        assertEquals(expected, Packets.word(out, MSS));
        assertEquals(0xFFFF, Packets.transportSum(out));
        final byte[] in = rig.pass(UPLINK, Packets.frame(REMOTE, EXTERNAL, TCP,
            Packets.tcp(80, 50_000, TcpHeader.SYN | TcpHeader.ACK, Hex.bytes(MSS_1460), 0)), PORT_A);
        assertEquals(expected, Packets.word(in, MSS));
        assertEquals(0xFFFF, Packets.transportSum(in));
    }

    @Test
    void shouldCountTheLongerHeaderOfIpv6()
    {
        rig.uplink(1400, false);
        final byte[] out = rig.pass(PORT_A, Packets.frame("fd00:1::2", "2001:db8:9::9", TCP,
            Packets.tcp(4000, 80, TcpHeader.SYN, Hex.bytes(MSS_1460), 0)), UPLINK);
        assertEquals(1340, Packets.word(out, MSS + 20));
        assertEquals(0xFFFF, Packets.transportSum(out));
    }

    @Test
    void shouldClampAnOptionAtAnOddPlace()
    {
        rig.uplink(1400, false);
        final byte[] out = rig.pass(PORT_A, syn(TcpHeader.SYN, "01 020405b4 010101"), UPLINK);
        assertEquals(1360, Packets.word(out, MSS + 1));
        assertEquals(0xFFFF, Packets.transportSum(out));
    }

    @Test
    void shouldLeaveThePartialChecksumOfTheKernel()
    {
        rig.uplink(1400, false);
        final byte[] out =
            rig.passWithVnetHeader(PORT_A, Packets.partial(syn(TcpHeader.SYN, MSS_1460)), UPLINK);
        assertEquals(1360, Packets.word(out, MSS));
        assertEquals(Packets.pseudoHeader(out) % 0xFFFF, Packets.word(out, 34 + 16) % 0xFFFF);
    }

    @Test
    void shouldLeaveWhatIsNoSyn()
    {
        rig.uplink(1400, false);
        assertEquals(1460, Packets.word(rig.pass(PORT_A, syn(TcpHeader.ACK, MSS_1460), UPLINK), MSS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01010101", "02030505", "0204ffff 00", "0402", "02", "fe00", "03ff0000", "00020405b4"})
    void shouldSurviveWhateverOptions(final String options)
    {
        rig.uplink(1400, false);
        final byte[] bytes = Hex.bytes(options);
        final byte[] padded = Arrays.copyOf(bytes, (bytes.length + 3) / 4 * 4);
        final byte[] out = rig.pass(PORT_A, Packets.frame(A, REMOTE, TCP,
            Packets.tcp(4000, 80, TcpHeader.SYN, padded, 0)), UPLINK);
        assertEquals(0xFFFF, Packets.transportSum(out));
    }

    private static byte[] syn(final int flags, final String options)
    {
        return Packets.frame(A, REMOTE, TCP, Packets.tcp(4000, 80, flags, Hex.bytes(options), 0));
    }
}

package io.tulle.dataplane.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tulle.dataplane.test.CapturedFrames;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.test.Mutator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No bytes make a parser throw or read past what was received. A usual run takes the captures as they are, at every
 * offset, and 200,000 damaged ones a parser; {@code JAZZER_FUZZ=1} with one test named lets Jazzer search for more.
 */
class WireFuzzTest
{
    private static final int CASES = 200_000;
    private static final int[] HEADER_OFFSETS = {0, 12, 24, 26, 46, 66, 74, 86};

    @MethodSource("captures")
    @FuzzTest
    void shouldStayInsideEthernetHeader(final byte[] bytes)
    {
        readEverywhere(Probe.ETHERNET, bytes);
    }

    @MethodSource("captures")
    @FuzzTest
    void shouldStayInsideDot1qTag(final byte[] bytes)
    {
        readEverywhere(Probe.TAG, bytes);
    }

    @MethodSource("captures")
    @FuzzTest
    void shouldStayInsideArpPacket(final byte[] bytes)
    {
        readEverywhere(Probe.ARP, bytes);
    }

    @MethodSource("captures")
    @FuzzTest
    void shouldStayInsideIpv4Header(final byte[] bytes)
    {
        readEverywhere(Probe.IPV4, bytes);
    }

    @MethodSource("captures")
    @FuzzTest
    void shouldStayInsideIpv6Header(final byte[] bytes)
    {
        readEverywhere(Probe.IPV6, bytes);
    }

    @MethodSource("captures")
    @FuzzTest
    void shouldStayInsideIpv6ExtensionHeaders(final byte[] bytes)
    {
        readEverywhere(Probe.IPV6_EXTENSIONS, bytes);
    }

    @MethodSource("captures")
    @FuzzTest
    void shouldStayInsideTcpHeader(final byte[] bytes)
    {
        readEverywhere(Probe.TCP, bytes);
    }

    @MethodSource("captures")
    @FuzzTest
    void shouldStayInsideUdpHeader(final byte[] bytes)
    {
        readEverywhere(Probe.UDP, bytes);
    }

    @MethodSource("captures")
    @FuzzTest
    void shouldStayInsideIcmpHeader(final byte[] bytes)
    {
        readEverywhere(Probe.ICMP, bytes);
    }

    @MethodSource("captures")
    @FuzzTest
    void shouldStayInsideIcmpv6Header(final byte[] bytes)
    {
        readEverywhere(Probe.ICMPV6, bytes);
    }

    @MethodSource("captures")
    @FuzzTest
    void shouldStayInsideNeighborDiscovery(final byte[] bytes)
    {
        readEverywhere(Probe.NEIGHBOR, bytes);
    }

    @MethodSource("captures")
    @FuzzTest
    void shouldStayInsideVnetHeader(final byte[] bytes)
    {
        readEverywhere(Probe.VNET, bytes);
    }

    @ParameterizedTest
    @EnumSource
    void shouldStayInsideDamagedCaptures(final Probe probe)
    {
        final Mutator mutator = new Mutator(probe.ordinal(), seeds(probe));
        int validCases = 0;
        for (int i = 0; i < CASES; i++)
        {
            validCases += probe.readAndCompare(mutator.next(), 0) ? 1 : 0;
        }
        assertTrue(validCases > CASES / 10, "only " + validCases + " got past isValid");
        assertTrue(Probe.VNET == probe || validCases < CASES, "none was refused");
    }

    /** Captured frames from each offset at which the parser takes what it finds. */
    private static List<byte[]> seeds(final Probe probe)
    {
        final List<byte[]> seeds = new ArrayList<>();
        for (final String captured : CapturedFrames.ALL)
        {
            final byte[] bytes = Hex.bytes(captured);
            for (final int offset : HEADER_OFFSETS)
            {
                if (offset < bytes.length && probe.readAndCompare(bytes, offset))
                {
                    seeds.add(Arrays.copyOfRange(bytes, offset, bytes.length));
                }
            }
        }
        return seeds;
    }

    static Stream<Arguments> captures()
    {
        return CapturedFrames.ALL.stream().map((captured) -> Arguments.of((Object) Hex.bytes(captured)));
    }

    private static void readEverywhere(final Probe probe, final byte[] bytes)
    {
        for (int offset = 0; offset <= bytes.length; offset++)
        {
            probe.readAndCompare(bytes, offset);
        }
    }
}

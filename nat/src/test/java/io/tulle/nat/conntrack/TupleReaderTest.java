package io.tulle.nat.conntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.test.CapturedFrames;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.wire.TcpHeader;
import io.tulle.dataplane.wire.VnetHeader;
import io.tulle.nat.translate.PacketParser;
import io.tulle.nat.translate.Packets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tuple a packet has, and which packets have none. */
class TupleReaderTest
{
    private static final byte[] NO_OPTIONS = {};
    private static final int REALM = 7;

    private final FramePool pool = new FramePool(1);
    private final FrameDescriptor frames = pool.frames();
    private final PacketParser parser = new PacketParser(frames);
    private final TupleReader reader = new TupleReader(pool);
    private final Tuple tuple = new Tuple();
    private final int frame = pool.claim();

    @AfterEach
    void close()
    {
        pool.close();
    }

    @Test
    void shouldReadCapturedFramesOfTheKernel()
    {
        assertTuple("0ffffac110002 54812 > 0ffffac110003 8080, 6", captured(CapturedFrames.TCP_SYN));
        assertTuple("0ffffac110002 54812 > 0ffffac110003 8080, 6", captured(CapturedFrames.TCP_GSO));
        assertTuple("0ffffac110002 32900 > 0ffffac110003 5353, 17", captured(CapturedFrames.UDP));
        assertTuple("fd000017000000002 57474 > fd000017000000003 8080, 6", captured(CapturedFrames.TCP_IPV6_GSO));
        assertTuple("fd000017000000002 60626 > fd000017000000003 5353, 17",
            captured(CapturedFrames.UDP_DESTINATION_OPTIONS));
        assertTuple("0ffffac110002 6707 > 0ffffac110003 0, 1", captured(CapturedFrames.ICMP_ECHO_REQUEST));
        assertTuple("fd000017000000002 6708 > fd000017000000003 0, 58", captured(CapturedFrames.ICMPV6_ECHO_REQUEST));
        assertEquals(TupleReader.ICMP_ERROR, captured(CapturedFrames.ICMP_PORT_UNREACHABLE));
        assertEquals(TupleReader.UNSUPPORTED, captured(CapturedFrames.NEIGHBOR_SOLICITATION));
        assertEquals(REALM, tuple.realm());
    }

    /** An answer has the identifier where it would have a destination port. */
    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.2, 1, 0", "10.0.0.1, 10.0.0.2, 1, 14", "fd00::1, fd00::2, 58, 129"})
    void shouldReadAnswersOfQueries(final String source, final String destination, final int protocol, final int type)
    {
        assertEquals(TupleReader.OK,
            read(Packets.frame(source, destination, protocol, Packets.query(type, 0xBEEF, 4))));
        assertEquals(0xBEEF, tuple.ports());
    }

    @ParameterizedTest
    @ValueSource(ints = {Packets.SCTP, Packets.DCCP, Packets.UDP_LITE})
    void shouldReadPortsOfOtherTransports(final int protocol)
    {
        final byte[] transport = Packets.SCTP == protocol ? Packets.sctp(5, 6) :
            Packets.DCCP == protocol ? Packets.dccp(5, 6, 0) : Packets.udp(5, 6, 0);
        assertEquals(TupleReader.OK, read(Packets.frame("10.0.0.1", "10.0.0.2", protocol, transport)));
        assertEquals(0x5_0006, tuple.ports());
    }

    @ParameterizedTest
    @ValueSource(ints = {47, 50, 4, 59, 253})
    void shouldReadNoPortsOfProtocolsWithoutThem(final int protocol)
    {
        assertEquals(TupleReader.OK, read(Packets.frame("10.0.0.1", "10.0.0.2", protocol, new byte[0])));
        assertEquals(0, tuple.ports());
        assertEquals(protocol, tuple.protocol());
    }

    @ParameterizedTest
    @CsvSource({"6, 20", "17, 8", "136, 8", "33, 12", "132, 12", "1, 8"})
    void shouldRefuseACutOffHeader(final int protocol, final int headerBytes)
    {
        final byte[] whole = switch (protocol)
        {
            case Packets.TCP -> Packets.tcp(5, 6, TcpHeader.ACK, NO_OPTIONS, 0);
            case Packets.DCCP -> Packets.dccp(5, 6, 0);
            case Packets.SCTP -> Arrays.copyOf(Packets.sctp(5, 6), 12);
            case Packets.ICMP -> Packets.query(8, 1, 0);
            default -> Packets.udp(5, 6, 0);
        };
        assertEquals(TupleReader.OK, readUnsummed(protocol, whole));
        for (int length = 0; length < headerBytes; length++)
        {
            assertEquals(TupleReader.MALFORMED, readUnsummed(protocol, Arrays.copyOf(whole, length)));
        }
    }

    @Test
    void shouldRefuseALengthThatIsNotThere()
    {
        final byte[] segment = Packets.tcp(5, 6, TcpHeader.ACK, NO_OPTIONS, 3);
        segment[12] = 0x40;
        assertEquals(TupleReader.MALFORMED, readUnsummed(Packets.TCP, segment));
        segment[12] = 0x60;
        assertEquals(TupleReader.MALFORMED, readUnsummed(Packets.TCP, segment));
        final byte[] datagram = Packets.udp(5, 6, 3);
        for (final int length : new int[]{0, 7, 12})
        {
            datagram[5] = (byte) length;
            assertEquals(TupleReader.MALFORMED, readUnsummed(Packets.UDP, datagram));
        }
        datagram[5] = 10; // shorter than the packet: RFC 768 does not forbid it
        assertEquals(TupleReader.OK, readUnsummed(Packets.UDP, datagram));
        datagram[5] = 0; // RFC 3828: all of it
        assertEquals(TupleReader.OK, readUnsummed(Packets.UDP_LITE, datagram));
        datagram[5] = 7;
        assertEquals(TupleReader.MALFORMED, readUnsummed(Packets.UDP_LITE, datagram));
        final byte[] dccp = Packets.dccp(5, 6, 3);
        dccp[4] = 4;
        assertEquals(TupleReader.MALFORMED, readUnsummed(Packets.DCCP, dccp));
    }

    @Test
    void shouldTrustTheReceivedLengthOfASegmentedFrame()
    {
        final byte[] gso = Hex.bytes(CapturedFrames.UDP_GSO);
        gso[VnetHeader.LENGTH + 38] = 0; // the UDP length of a big frame may be anything
        gso[VnetHeader.LENGTH + 39] = 0;
        assertEquals(TupleReader.OK, readWithVnetHeader(gso));
    }

    @Test
    void shouldRefuseTheReservedPort()
    {
        assertEquals(TupleReader.MALFORMED, readUnsummed(Packets.UDP, Packets.udp(0, 6, 3)));
        assertEquals(TupleReader.MALFORMED, readUnsummed(Packets.UDP, Packets.udp(5, 0, 3)));
    }

    /** RFC 5508 REQ-10. */
    @Test
    void shouldKnowTheMessagesThatCrossReq10()
    {
        for (int type = 0; type <= 0xFF; type++)
        {
            final int result = read(Packets.frame("10.0.0.1", "10.0.0.2", Packets.ICMP, Packets.query(type, 1, 0)));
            final boolean isQuery = 0 == type || 8 == type || 13 == type || 14 == type;
            final boolean isError = 3 == type || 11 == type || 12 == type;
            assertEquals(isQuery ? TupleReader.OK : isError ? TupleReader.ICMP_ERROR : TupleReader.UNSUPPORTED,
                result, "type " + type);
            final int result6 = read(Packets.frame("fd00::1", "fd00::2", Packets.ICMPV6, Packets.query(type, 1, 0)));
            assertEquals(128 == type || 129 == type ? TupleReader.OK :
                type >= 1 && type <= 4 ? TupleReader.ICMP_ERROR : TupleReader.UNSUPPORTED, result6, "type " + type);
        }
        assertEquals(TupleReader.UNSUPPORTED,
            read(Packets.frame("10.0.0.1", "10.0.0.2", Packets.ICMPV6, Packets.query(128, 1, 0))));
        assertEquals(TupleReader.UNSUPPORTED,
            read(Packets.frame("fd00::1", "fd00::2", Packets.ICMP, Packets.query(8, 1, 0))));
    }

    private void assertTuple(final String expected, final int result)
    {
        assertEquals(TupleReader.OK, result);
        assertEquals(expected, String.format("%x%x %d > %x%x %d, %d", tuple.sourceHigh(),
            tuple.sourceLow(), tuple.sourcePort(), tuple.destinationHigh(), tuple.destinationLow(),
            tuple.destinationPort(), tuple.protocol()));
    }

    private int captured(final String captured)
    {
        return readWithVnetHeader(Hex.bytes(captured));
    }

    /** As {@link #read}, of a transport header that is too short to have its checksum filled in. */
    private int readUnsummed(final int protocol, final byte[] transport)
    {
        final byte[] bytes = Packets.frame("10.0.0.1", "10.0.0.2", 253, transport);
        bytes[14 + 9] = (byte) protocol;
        return read(Packets.withIpv4Checksum(bytes));
    }

    private int read(final byte[] bytes)
    {
        final byte[] whole = new byte[VnetHeader.LENGTH + bytes.length];
        System.arraycopy(bytes, 0, whole, VnetHeader.LENGTH, bytes.length);
        return readWithVnetHeader(whole);
    }

    private int readWithVnetHeader(final byte[] whole)
    {
        pool.buffer().putBytes(frames.vnetHeaderOffset(frame), whole);
        frames.received(frame, 1, whole.length - VnetHeader.LENGTH);
        assertTrue(parser.parse(frame));
        return reader.read(frame, REALM, tuple);
    }
}

package io.tulle.dns.message;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.wire.InetText;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/** Random messages of dnsjava, an independent codec, are read as it wrote them, and it reads what we write. */
class RandomMessageTest
{
    private static final int CASES = 2_000;
    private static final int MAX_TTL = 200_000;

    private final Random random = new Random(1035);
    private final DnsQuery query = new DnsQuery();
    private final DnsResponse response = new DnsResponse();
    private final AnswerWriter writer = new AnswerWriter();

    @Test
    void shouldReadQuestions() throws IOException
    {
        for (int i = 0; i < CASES; i++)
        {
            final Message message = question();
            final byte[] bytes = message.toWire();
            final UnsafeBuffer buffer = Hex.buffer(bytes);

            assertEquals(ResponseCode.NOERROR, query.wrap(buffer, 0, bytes.length));
            assertEquals(message.getHeader().getID(), query.id());
            assertEquals(message.getQuestion().getName(),
                new Name(DomainName.text(buffer, query.nameOffset()), Name.root));
            assertEquals(message.getQuestion().getType(), query.type());
            assertEquals(null != message.getOPT(), query.hasOpt());
            assertEquals(null != message.getOPT() && 0 != message.getOPT().getFlags(), query.isDnssecOk());
        }
    }

    @Test
    void shouldWriteQuestions() throws IOException
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[QueryWriter.MAX_LENGTH]);
        for (int i = 0; i < CASES; i++)
        {
            final Name name = name();
            final int flags = random.nextInt(8);
            final int id = random.nextInt(0x10000);
            final Message message = message(buffer,
                QueryWriter.write(buffer, 0, new Asked(id, name.toWire(), 1 + i % 40, true), flags));

            assertEquals(id, message.getHeader().getID());
            assertEquals(name.toString(), message.getQuestion().getName().toString());
            assertEquals(1 + i % 40, message.getQuestion().getType());
            assertEquals(0 != (flags & QueryWriter.CHECKING_DISABLED), message.getHeader().getFlag(Flags.CD));
            assertEquals(0 == (flags & QueryWriter.PLAIN), null != message.getOPT());
        }
    }

    @Test
    void shouldReadResponsesAndReplayThemWithAnotherCase() throws IOException
    {
        final UnsafeBuffer target = new UnsafeBuffer(new byte[65_536]);
        for (int i = 0; i < CASES; i++)
        {
            final Message message = response();
            final byte[] bytes = message.toWire();
            final byte[] name = message.getQuestion().getName().toWire();
            final int type = message.getQuestion().getType();

            assertEquals(DnsResponse.MATCHING, response.wrap(Hex.buffer(bytes), 0, bytes.length,
                new Asked(message.getHeader().getID(), name, type, true)));
            assertEquals(least(message), response.leastTtlS());

            swapCase(name);
            final int length = QueryWriter.write(target, 0, new Asked(7, name, type, true), QueryWriter.PLAIN);
            query.wrap(target, 0, length);
            writer.begin(query, target, 0, 65_535);
            writer.records(response.records(), response.counts());
            assertSameRecords(message, message(target, writer.end(ResponseCode.NOERROR)));
        }
    }

    @Test
    void shouldPrintRecordsAsDnsjavaDoes() throws IOException
    {
        for (int i = 0; i < CASES; i++)
        {
            final Message message = response();
            final byte[] bytes = message.toWire();
            final List<String> expected = new ArrayList<>();
            for (int section = Section.ANSWER; section <= Section.ADDITIONAL; section++)
            {
                message.getSection(section).forEach((record) -> expected.add(text(record)));
            }
            final List<String> lines = new ArrayList<>(RecordText.lines(Hex.buffer(bytes), 0, bytes.length));
            lines.replaceAll((line) -> line.startsWith("; EDNS") ? "; EDNS" : line);

            assertEquals(expected, lines);
        }
    }

    private static String text(final Record record)
    {
        if (record instanceof OPTRecord)
        {
            return "; EDNS";
        }
        final String data = record instanceof final AAAARecord address ? shortened(address) :
            record instanceof final TXTRecord text ? quoted(text.rdataToString()) : record.rdataToString();
        return record.getName() + " " + record.getTTL() + " IN " + RecordType.text(record.getType()) + " " + data;
    }

    /** As RFC 5952 wants it, which dnsjava does not. */
    private static String shortened(final AAAARecord record)
    {
        final UnsafeBuffer address = new UnsafeBuffer(record.getAddress().getAddress());
        return InetText.formatIpv6(address.getLong(0, BIG_ENDIAN), address.getLong(8, BIG_ENDIAN));
    }

    /** As dig prints it always, and dnsjava at need. */
    private static String quoted(final String text)
    {
        return text.startsWith("\"") ? text : '"' + text + '"';
    }

    private Message question() throws IOException
    {
        final Message message = Message.newQuery(Record.newRecord(name(), 1 + random.nextInt(40), DClass.IN));
        if (random.nextBoolean())
        {
            message.addRecord(new OPTRecord(random.nextInt(0x10000), 0, 0, random.nextBoolean() ? 0x8000 : 0),
                Section.ADDITIONAL);
        }
        return message;
    }

    private Message response() throws IOException
    {
        final Message message = Message.newQuery(Record.newRecord(name(), 1 + random.nextInt(40), DClass.IN));
        final Name[] names = {message.getQuestion().getName(), name(), name(), Name.fromString("x.example.")};
        message.getHeader().setFlag(Flags.QR);
        for (int section = Section.ANSWER; section <= Section.ADDITIONAL; section++)
        {
            for (int i = random.nextInt(4); i > 0; i--)
            {
                message.addRecord(record(names[random.nextInt(4)], names[random.nextInt(4)]), section);
            }
        }
        if (random.nextBoolean())
        {
            message.addRecord(new OPTRecord(1_232, 0, 0), Section.ADDITIONAL);
        }
        return message;
    }

    private Record record(final Name owner, final Name target) throws IOException
    {
        final long ttl = random.nextInt(MAX_TTL);
        final byte[] octets = new byte[1 + random.nextInt(30)];
        random.nextBytes(octets);
        return switch (random.nextInt(9))
        {
            case 0 -> new ARecord(owner, DClass.IN, ttl, InetAddress.getByAddress(new byte[] {10, 0, 0, octets[0]}));
            case 1 -> new AAAARecord(owner, DClass.IN, ttl, InetAddress.getByAddress(address(octets[0])));
            case 2 -> new CNAMERecord(owner, DClass.IN, ttl, target);
            case 3 -> new NSRecord(owner, DClass.IN, ttl, target);
            case 4 -> new PTRRecord(owner, DClass.IN, ttl, target);
            case 5 -> new MXRecord(owner, DClass.IN, ttl, octets[0] & 0xFF, target);
            case 6 -> new SRVRecord(owner, DClass.IN, ttl, 1, 2, octets[0] & 0xFF, target);
            case 7 -> new SOARecord(owner, DClass.IN, ttl, target, owner, 1, 2, 3, 4, 0xFFFF_FFFFL);
            default -> new TXTRecord(owner, DClass.IN, ttl, printable(octets));
        };
    }

    /** Escapes are taken from text, so a backslash cannot stand for itself. */
    private static String printable(final byte[] octets)
    {
        final StringBuilder text = new StringBuilder();
        for (final byte octet : octets)
        {
            text.append((char) (' ' + (octet & 0x3F))); // up to an underscore
        }
        return text.toString().replace('\\', ' ');
    }

    private static byte[] address(final byte last)
    {
        return new byte[] {(byte) 0xFD, 0, 0, 0, 0, 0, 0, last, 0, 0, 0, 0, 0, 0, 0, last};
    }

    /** One to four labels of any octets. */
    private Name name() throws IOException
    {
        Name name = Name.root;
        for (int i = random.nextInt(4); i >= 0; i--)
        {
            final byte[] label = new byte[1 + random.nextInt(random.nextBoolean() ? 8 : 60)];
            random.nextBytes(label);
            final byte[] wire = new byte[label.length + 2];
            wire[0] = (byte) label.length;
            System.arraycopy(label, 0, wire, 1, label.length);
            name = Name.concatenate(new Name(wire).relativize(Name.root), name);
        }
        return name;
    }

    private static Message message(final UnsafeBuffer buffer, final int length) throws IOException
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return new Message(bytes);
    }

    private static int least(final Message message)
    {
        long least = Long.MAX_VALUE;
        for (final Record record : records(message))
        {
            least = Math.min(least, Math.min(record.getTTL(), DnsResponse.MAX_TTL_S));
        }
        return Long.MAX_VALUE == least ? DnsResponse.NO_TTL : (int) least;
    }

    /** All but OPT. */
    private static List<Record> records(final Message message)
    {
        final List<Record> records = new ArrayList<>();
        for (int section = Section.ANSWER; section <= Section.ADDITIONAL; section++)
        {
            records.addAll(message.getSection(section));
        }
        records.removeIf((record) -> record instanceof OPTRecord);
        return records;
    }

    /** Names are the same whatever their case, so those that point into the question are. */
    private static void assertSameRecords(final Message expected, final Message actual)
    {
        final List<Record> expectedRecords = records(expected);
        final List<Record> actualRecords = records(actual);
        assertEquals(expectedRecords, actualRecords);
        for (int i = 0; i < expectedRecords.size(); i++)
        {
            final long ttlS = Math.min(expectedRecords.get(i).getTTL(), DnsResponse.MAX_TTL_S);
            final long actualS = actualRecords.get(i).getTTL();
            // RFC 2308 3: that of an SOA record may be less
            final boolean isRight = expectedRecords.get(i) instanceof SOARecord ? actualS <= ttlS : actualS == ttlS;
            assertTrue(isRight, actualRecords.get(i).toString());
        }
    }

    private void swapCase(final byte[] name)
    {
        for (int i = 0; i < name.length; i++)
        {
            final boolean isLetter = name[i] >= 'A' && name[i] <= 'Z' || name[i] >= 'a' && name[i] <= 'z';
            name[i] ^= (byte) (isLetter && random.nextBoolean() ? 0x20 : 0);
        }
    }
}

package io.tulle.dns.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.test.Hex;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;

/** {@link DomainName} finds, compares and prints names of every length (RFC 1035 3.1, RFC 4343). */
class DomainNameTest
{
    private static final String LABEL_63 = "a".repeat(63);
    private static final String NAME_255 = LABEL_63 + '.' + LABEL_63 + '.' + LABEL_63 + '.' + "b".repeat(61);

    @Test
    void shouldKnowLengthOfWholeName()
    {
        final UnsafeBuffer name = Hex.hex("03776562 0462616368 00 ff");

        assertEquals(10, DomainName.length(name, 0, name.capacity()));
        assertEquals(6, DomainName.length(name, 4, name.capacity()));
        assertEquals(1, DomainName.length(Hex.hex("00"), 0, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "03", "037765", "03776562", "037765620462616368", "c00c", "03776562c00c00",
        "4061", "8061", "03776562ff"})
    void shouldRefuseWhatIsNoWholeUncompressedName(final String digits)
    {
        final UnsafeBuffer bytes = Hex.hex(digits);

        assertEquals(DomainName.MALFORMED, DomainName.length(bytes, 0, bytes.capacity()));
    }

    @Test
    void shouldTakeNamesOf255OctetsAndNoMore()
    {
        final byte[] longest = DomainName.encode(NAME_255);
        final byte[] tooLong = new byte[256];
        System.arraycopy(longest, 0, tooLong, 2, 254);
        tooLong[0] = 1;

        assertEquals(255, longest.length);
        assertEquals(255, DomainName.length(new UnsafeBuffer(longest), 0, 255));
        assertEquals(DomainName.MALFORMED, DomainName.length(new UnsafeBuffer(tooLong), 0, 256));
        assertThrows(IllegalArgumentException.class, () -> DomainName.encode(NAME_255 + 'b'));
        assertThrows(IllegalArgumentException.class, () -> DomainName.encode(NAME_255 + "b."));
    }

    @Test
    void shouldTakeLabelsOf63OctetsAndNoMore()
    {
        assertEquals(65, DomainName.encode(LABEL_63).length);
        assertThrows(IllegalArgumentException.class, () -> DomainName.encode(LABEL_63 + 'a'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", ".web", "web..", "a..b", "web\\", "web\\2", "web\\25", "web\\256", "bücher"})
    void shouldRefuseTextThatIsNoName(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> DomainName.encode(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "web", "Web.", "_80._tcp.web", "a\\.b.c", "a\\\\b", "\\000\\255.x", "a\\032b", "\\@"})
    void shouldEncodeAndPrintAsDnsjavaDoes(final String text) throws Exception
    {
        final Name name = Name.fromString(text, Name.root);
        final byte[] encoded = DomainName.encode(text);

        assertArrayEquals(name.toWire(), encoded);
        assertEquals(Name.root.equals(name) ? "." : name.toString(true), DomainName.text(new UnsafeBuffer(encoded), 0));
    }

    @Test
    void shouldLowerOnlyAsciiLetters()
    {
        for (int octet = 0; octet < 256; octet++)
        {
            final int expected = octet >= 'A' && octet <= 'Z' ? octet + 0x20 : octet;
            final long others = 0xFF5A_00C1_4180_5B40L & 0xFFFF_FFFF_FFFF_FF00L;

            assertEquals(0xFF7A_00C1_6180_5B00L | expected, DomainName.lower(others | octet));
        }
    }

    @Test
    void shouldHashAndCompareAlikeWhateverTheCase()
    {
        final Random random = new Random(4343);
        for (int length = 1; length <= DomainName.MAX_LENGTH; length++)
        {
            final byte[] lower = new byte[length];
            final byte[] mixed = new byte[length];
            for (int i = 0; i < length; i++)
            {
                lower[i] = (byte) ('a' + random.nextInt(26));
                mixed[i] = (byte) (random.nextBoolean() ? lower[i] : lower[i] - 0x20);
            }
            final UnsafeBuffer one = exactly(lower, 3);
            final UnsafeBuffer other = exactly(mixed, 5);

            assertTrue(DomainName.isEqual(one, 3, other, 5, length));
            assertEquals(DomainName.hash(one, 3, length), DomainName.hash(other, 5, length));
            assertDifferentWhenAnyOctetIs(one, other, length);
        }
    }

    private static void assertDifferentWhenAnyOctetIs(final UnsafeBuffer one, final UnsafeBuffer other,
        final int length)
    {
        for (int i = 0; i < length; i++)
        {
            final byte octet = other.getByte(5 + i);
            other.putByte(5 + i, (byte) (octet ^ 0x80));

            assertFalse(DomainName.isEqual(one, 3, other, 5, length));
            assertNotEquals(DomainName.hash(one, 3, length), DomainName.hash(other, 5, length));
            other.putByte(5 + i, octet);
        }
    }

    @Test
    void shouldSpreadHashesOverLowAndHighBits()
    {
        final Set<Integer> low = new HashSet<>();
        final Set<Integer> high = new HashSet<>();
        for (int i = 0; i < 4_096; i++)
        {
            final byte[] name = DomainName.encode(String.format(Locale.ROOT, "container-%d.net", i));
            final long hash = DomainName.hash(new UnsafeBuffer(name), 0, name.length);
            low.add((int) hash & 0xFFFF);
            high.add((int) (hash >>> 48));
        }

        // a random function leaves about 3972 different ones
        assertTrue(low.size() > 3_900 && high.size() > 3_900, low.size() + " and " + high.size());
    }

    /** The name is the last of its buffer, so a read behind it fails the bounds check. */
    private static UnsafeBuffer exactly(final byte[] name, final int offset)
    {
        final byte[] bytes = new byte[offset + name.length];
        System.arraycopy(name, 0, bytes, offset, name.length);
        return Hex.buffer(bytes);
    }
}

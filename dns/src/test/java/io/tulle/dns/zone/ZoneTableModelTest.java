package io.tulle.dns.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** A table of thousands of random names answers as a map does. */
class ZoneTableModelTest
{
    private static final int NAMES = 5_000;
    private static final int QUESTIONS = 40_000;
    private static final String OCTETS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

    private final Random random = new Random(20_261_121);

    @Test
    void shouldAnswerAsAMapDoes() throws Exception
    {
        final Map<String, ZoneEntry> model = new HashMap<>();
        while (model.size() < NAMES)
        {
            final String name = randomName();
            model.put(name.toLowerCase(Locale.ROOT), ZoneEntry.of(name, randomAddresses(), ""));
        }
        final List<String> asked = new ArrayList<>(model.keySet());
        final NameRig rig = new NameRig().sees(model.values().toArray(ZoneEntry[]::new));
        for (int i = 0; i < QUESTIONS; i++)
        {
            final String name = random.nextBoolean() ? asked.get(random.nextInt(NAMES)) : randomName();
            final int type = random.nextBoolean() ? Type.A : Type.AAAA;
            final ZoneEntry entry = model.get(name.toLowerCase(Locale.ROOT));
            if (null == entry)
            {
                assertTrue(rig.isOrdinary(name, type), name);
            }
            else
            {
                assertEquals(expected(entry, type), sorted(rig.data(randomCase(name), type)), name);
            }
        }
    }

    private static List<String> expected(final ZoneEntry entry, final int type)
    {
        final int length = Type.A == type ? 4 : 16;
        return sorted(entry.addresses().stream().filter((address) -> length == address.getAddress().length)
            .map(InetAddress::getHostAddress).toList());
    }

    private static List<String> sorted(final List<String> texts)
    {
        return texts.stream().sorted().collect(Collectors.toList());
    }

    /** Short ones often, so that many are asked for by chance. */
    private String randomName()
    {
        final StringBuilder name = new StringBuilder();
        for (int label = random.nextInt(3); label >= 0; label--)
        {
            final int length = 1 + random.nextInt(random.nextBoolean() ? 3 : 63);
            random.ints(length, 0, OCTETS.length()).forEach((i) -> name.append(OCTETS.charAt(i)));
            name.append(0 == label ? "" : ".");
        }
        return name.toString();
    }

    private String randomCase(final String name)
    {
        return name.chars().map((c) -> random.nextBoolean() ? Character.toUpperCase(c) : Character.toLowerCase(c))
            .mapToObj(Character::toString).collect(Collectors.joining());
    }

    private List<InetAddress> randomAddresses() throws Exception
    {
        final List<InetAddress> addresses = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--)
        {
            final byte[] octets = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(octets);
            addresses.add(InetAddress.getByAddress(octets));
        }
        return addresses;
    }
}

package io.tulle.systemtests;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Assertions;

/**
 * What dig printed about one question, which it asked once: a lost answer is a failure and not a second try. Called by
 * tests.
 */
record Dig(String text)
{
    private static final Pattern STATUS = Pattern.compile("status: (\\w+)");
    private static final Pattern FLAGS = Pattern.compile(";; flags: ([a-z ]*);");
    private static final Pattern EXTENDED_ERROR = Pattern.compile("; EDE: (\\d+)");
    private static final Pattern SIZE = Pattern.compile(";; MSG SIZE {2}rcvd: (\\d+)");
    private static final Pattern ANSWERS = Pattern.compile("(?s);; ANSWER SECTION:\n(.*?)\n\n");
    private static final String[] PATIENT = {"dig", "+tries=1", "+time=15"};

    /** Asks by the resolv.conf that the container has, and must get an answer. */
    static Dig ask(final Container container, final String... words)
    {
        return new Dig(container.exec(Commands.join(List.of(PATIENT), words).toArray(new String[0])).ok().out());
    }

    /** Asks one server, and must get an answer; the container needs no name. */
    static Dig askAt(final Container container, final String server, final String... words)
    {
        return ask(container, Commands.join(List.of("@" + server), words).toArray(new String[0]));
    }

    /** Whether anybody answers within a second. */
    static boolean isAnswered(final Container container, final String... words)
    {
        return container.exec(Commands.join(List.of("dig", "+tries=1", "+time=1"), words).toArray(new String[0]))
            .isOk();
    }

    String status()
    {
        return find(STATUS);
    }

    Set<String> flags()
    {
        return Set.of(find(FLAGS).strip().split(" "));
    }

    /** What stands in the answer section, a record a row: name, TTL, class, type, value. */
    List<String[]> records()
    {
        final Matcher matcher = ANSWERS.matcher(text);
        return matcher.find() ?
            matcher.group(1).lines().map(line -> line.split("\\s+", 5)).toList() : List.of();
    }

    /** The values in the order of the answer. */
    List<String> values()
    {
        return records().stream().map(words -> words[4]).toList();
    }

    /** The only value. */
    String value()
    {
        Assertions.assertEquals(1, values().size(), text);
        return values().get(0);
    }

    /** The first record's. */
    int ttl()
    {
        Assertions.assertFalse(records().isEmpty(), text);
        return Integer.parseInt(records().get(0)[1]);
    }

    /** @return -1 for none. */
    int extendedError()
    {
        final Matcher matcher = EXTENDED_ERROR.matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    int size()
    {
        return Integer.parseInt(find(SIZE));
    }

    boolean isByTcp()
    {
        return text.contains("(TCP)");
    }

    /** Fails unless the answer has this response code and no record. */
    Dig is(final String status)
    {
        Assertions.assertEquals(status, status(), text);
        Assertions.assertEquals(List.of(), values(), text);
        return this;
    }

    /** Fails unless the answer consists of these values, in whatever order. */
    Dig has(final String... values)
    {
        Assertions.assertEquals("NOERROR", status(), text);
        Assertions.assertEquals(List.of(values).stream().sorted().toList(), values().stream().sorted().toList(), text);
        return this;
    }

    private String find(final Pattern pattern)
    {
        final Matcher matcher = pattern.matcher(text);
        Assertions.assertTrue(matcher.find(), () -> String.format(Locale.ROOT, "no %s in %s", pattern, text));
        return matcher.group(1);
    }

    @Override
    public String toString()
    {
        return text;
    }
}

package io.tulle.systemtests;

import java.util.List;

import org.junit.jupiter.api.Assertions;

/** What a command that has ended left: exit code and both streams. */
record CommandResult(List<String> words, int exitCode, String out, String err)
{
    /** Fails the test unless the command did its work. */
    CommandResult ok()
    {
        return exits(0);
    }

    CommandResult exits(final int expected)
    {
        Assertions.assertEquals(expected, exitCode, this::toString);
        return this;
    }

    boolean isOk()
    {
        return 0 == exitCode;
    }

    List<String> lines()
    {
        return out.lines().toList();
    }

    List<String> errorLines()
    {
        return err.lines().toList();
    }

    /** The one line that stderr must consist of. */
    String onlyErrorLine()
    {
        Assertions.assertEquals(1, errorLines().size(), () -> "one clear line on stderr of " + this);
        return errorLines().get(0);
    }

    @Override
    public String toString()
    {
        return String.join(" ", words) + "\nexit code " + exitCode + "\n--- stdout\n" + out + "--- stderr\n" + err;
    }
}

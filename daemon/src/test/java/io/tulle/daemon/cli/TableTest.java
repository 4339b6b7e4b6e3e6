package io.tulle.daemon.cli;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** How listings are laid out. */
class TableTest
{
    @Test
    void shouldAlignTextLeftAndNumbersRight()
    {
        final Table table = new Table("NAME", "FRAMES", "WHY");
        table.row("web/front", 7, "runt").row("db", 12_345_678, null);

        assertEquals("""
            NAME         FRAMES  WHY
            web/front         7  runt
            db         12345678  -
            """, print(table));
    }

    @Test
    void shouldPrintHeadingsOfAnEmptyTable()
    {
        assertEquals("NAME  FRAMES\n", print(new Table("NAME", "FRAMES")));
    }

    @Test
    void shouldRefuseARowOfAnotherWidth()
    {
        assertThrows(IllegalArgumentException.class, () -> new Table("NAME").row("a", "b"));
    }

    private static String print(final Table table)
    {
        final StringWriter text = new StringWriter();
        table.print(new PrintWriter(text, true));
        return text.toString();
    }
}

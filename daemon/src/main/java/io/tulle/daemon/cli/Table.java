package io.tulle.daemon.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints rows under headings, as wide as their widest cell; numbers stand to the right. Used by commands that list. */
public final class Table
{
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final boolean[] isNumeric;

    public Table(final String... headings)
    {
        rows.add(headings);
        isNumeric = new boolean[headings.length];
    }

    /** One cell a heading; null and empty are shown as a dash. */
    public Table row(final Object... cells)
    {
        if (cells.length != isNumeric.length)
        {
            throw new IllegalArgumentException(cells.length + " cells for " + isNumeric.length + " headings");
        }
        final String[] row = new String[cells.length];
        for (int i = 0; i < cells.length; i++)
        {
            isNumeric[i] |= cells[i] instanceof Number;
            row[i] = null == cells[i] || cells[i].toString().isEmpty() ? "-" : cells[i].toString();
        }
        rows.add(row);
        return this;
    }

    public void print(final PrintWriter out)
    {
        final int[] widths = widths();
        for (final String[] row : rows)
        {
            final StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++)
            {
                final String padding = " ".repeat(widths[i] - row[i].length());
                line.append(isNumeric[i] ? padding + row[i] : row[i] + padding).append(GAP);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private int[] widths()
    {
        final int[] widths = new int[isNumeric.length];
        for (final String[] row : rows)
        {
            for (int i = 0; i < row.length; i++)
            {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return widths;
    }
}

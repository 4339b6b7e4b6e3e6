package io.tulle.daemon.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passes on a capture as text, whole lines, and counts them: one a frame. The line with which the daemon ends a capture
 * is kept back, because the summary is for stderr.
 */
final class LineOutput extends CaptureOutput
{
    private static final Pattern LAST_LINE = Pattern.compile("(\\d+) frames shown, (\\d+) lost .*\\n");

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long lines;
    private long lost;

    LineOutput(final OutputStream out)
    {
        super(out);
    }

    @Override
    void accept(final byte[] bytes, final int offset, final int length) throws IOException
    {
        for (int i = offset; i < offset + length; i++)
        {
            line.write(bytes[i]);
            if ('\n' == bytes[i])
            {
                passLine();
            }
        }
    }

    private void passLine() throws IOException
    {
        final byte[] bytes = line.toByteArray();
        line.reset();
        final Matcher last = LAST_LINE.matcher(new String(bytes, StandardCharsets.UTF_8));
        if (last.matches())
        {
            lost = Long.parseLong(last.group(2));
            return;
        }
        lines++;
        pass(bytes, 0, bytes.length);
    }

    @Override
    synchronized long frames()
    {
        return lines;
    }

    @Override
    synchronized long lost()
    {
        return lost;
    }
}

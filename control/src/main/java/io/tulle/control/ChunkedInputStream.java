package io.tulle.control;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Takes the chunks of RFC 9112 section 7.1 apart. A stream that ends without its last chunk is an EOFException. */
final class ChunkedInputStream extends InputStream
{
    private final InputStream in;
    private long leftBytes;
    private boolean isEndDue; // of the chunk before
    private boolean isEnded;

    ChunkedInputStream(final InputStream in)
    {
        this.in = in;
    }

    @Override
    public int read() throws IOException
    {
        final byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(final byte[] bytes, final int offset, final int length) throws IOException
    {
        if (0 == length)
        {
            return 0;
        }
        if (0 == leftBytes && !isEnded)
        {
            nextChunk();
        }
        if (isEnded)
        {
            return -1;
        }
        final int count = in.read(bytes, offset, (int) Math.min(length, leftBytes));
        if (count < 0)
        {
            throw new EOFException("the stream ended in the middle of a chunk");
        }
        leftBytes -= count;
        return count;
    }

    private void nextChunk() throws IOException
    {
        if (isEndDue)
        {
            HttpExchange.readLine(in); // not before the next chunk is wanted: some servers send the two together
            isEndDue = false;
        }
        final String line = HttpExchange.readLine(in);
        final int extension = line.indexOf(';');
        leftBytes = Long.parseLong((extension < 0 ? line : line.substring(0, extension)).trim(), 16);
        isEnded = 0 == leftBytes;
        isEndDue = true;
    }
}

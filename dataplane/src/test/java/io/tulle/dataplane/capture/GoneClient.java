package io.tulle.dataplane.capture;

import java.io.IOException;
import java.io.OutputStream;

/** An output whose reader has closed it. */
final class GoneClient extends OutputStream
{
    @Override
    public void write(final int octet) throws IOException
    {
        throw new IOException("Broken pipe");
    }
}

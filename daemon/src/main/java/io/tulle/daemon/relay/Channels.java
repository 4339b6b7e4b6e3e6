package io.tulle.daemon.relay;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** Closes channels whose errors no longer matter. */
final class Channels
{
    private Channels()
    {
    }

    static void close(final Closeable channel)
    {
        try
        {
            channel.close();
        }
        catch (final IOException ignored)
        {
            return; // it is closed all the same
        }
    }

    /** SO_LINGER 0: closing sends a reset. */
    static void resetOnClose(final SocketChannel channel)
    {
        try
        {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        catch (final IOException ignored)
        {
            return; // closed already
        }
    }
}

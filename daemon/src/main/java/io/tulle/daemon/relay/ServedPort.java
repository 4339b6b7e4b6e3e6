package io.tulle.daemon.relay;

import java.io.IOException;
import java.nio.channels.Selector;

/** A published port that the relay serves. Called by the relay's thread. */
interface ServedPort
{
    /** Begins to serve; the socket is bound already. */
    void open(Selector selector) throws IOException;

    /** Called about twice a second. */
    void onTick(long nowNs);

    void close();
}

package io.tulle.daemon.relay;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/** What a selection key carries: does what its channel is ready for. Called by the relay's thread. */
interface Selectable
{
    void onReady(SelectionKey key) throws IOException;

    /** Closes the channel of the key and all that depends on it; more than once is harmless. */
    void close();
}

package io.tulle.control;

import java.io.IOException;

/**
 * Where sessions are read from: the daemon implements it. A list may have a million rows, so it is not built, neither
 * here nor there. Called by threads of the API, not by the control thread, several at a time.
 */
public interface SessionSource
{
    /** A source of a daemon without translation. */
    SessionSource UNSUPPORTED = new SessionSource()
    {
        @Override
        public void list(final SessionQuery query, final SessionSink sink)
        {
            throw ControlException.failed("sessions are not supported by this daemon");
        }

        @Override
        public void events(final SessionQuery query, final SessionSink sink)
        {
            throw ControlException.failed("sessions are not supported by this daemon");
        }
    };

    /** Gives every session that {@link SessionQuery#matches}, at most {@link SessionQuery#limit} of them. */
    void list(SessionQuery query, SessionSink sink) throws IOException;

    /** Gives each matching session as it begins and as it ends, until the thread is interrupted or the sink throws. */
    void events(SessionQuery query, SessionSink sink) throws IOException;
}

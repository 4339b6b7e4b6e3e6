package io.tulle.daemon;

import java.util.Locale;

import io.tulle.control.SessionRow;
import io.tulle.dataplane.capture.FrameCommenter;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionTable;

/**
 * Tells which session a captured frame belongs to and what is translated, the same for both directions. A session that
 * is over can still be told: its bytes rest for a while before they are another's. Called by the thread of one capture.
 */
final class SessionComments implements FrameCommenter
{
    private final SessionDescriptor session;
    private final SessionRows rows;

    /** @param session a flyweight of the calling thread's own */
    SessionComments(final SessionDescriptor session, final SessionRows rows)
    {
        this.session = session;
        this.rows = rows;
    }

    @Override
    public String comment(final int reference)
    {
        final int number = SessionTable.session(reference);
        return text(number, rows.of(session.wrap(number)));
    }

    static String text(final int number, final SessionRow row)
    {
        final SessionRow.Flow original = row.original();
        final SessionRow.Flow reply = row.reply();
        final boolean isSourceChanged = !original.sourceText().equals(reply.destinationText());
        final boolean isDestinationChanged = !original.destinationText().equals(reply.sourceText());
        return "session " + number + " " + row.kind().name().toLowerCase(Locale.ROOT) + ": " +
            original.sourceText() + " > " + original.destinationText() +
            (isSourceChanged ? " as " + reply.destinationText() : "") +
            (isDestinationChanged ? " to " + reply.sourceText() : "");
    }
}

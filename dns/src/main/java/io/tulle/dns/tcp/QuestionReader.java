package io.tulle.dns.tcp;

import java.util.function.Consumer;

/**
 * Hands a connection's questions over, in order, as long as not too many of them wait for answers. Used by the
 * resolver's thread.
 */
final class QuestionReader
{
    private static final int MAX_UNANSWERED = 64;

    private final ReceiveStream receive;
    private final Consumer<byte[]> questions;
    private int unanswered;
    private boolean isEnding;

    QuestionReader(final ReceiveStream receive, final Consumer<byte[]> questions)
    {
        this.receive = receive;
        this.questions = questions;
    }

    /** @return whether no question waits for its answer. */
    boolean isIdle()
    {
        return 0 == unanswered;
    }

    /** @return whether the last answer was given. */
    boolean isFinished()
    {
        return isEnding && 0 == unanswered;
    }

    /** Does nothing while the client leaves its answers unread, or has too many due: then the window closes. */
    void read(final SendStream send, final boolean hasClientFinished)
    {
        while (!isEnding && unanswered < MAX_UNANSWERED && !send.isBacklogged())
        {
            final byte[] message = receive.poll();
            if (null == message)
            {
                isEnding = hasClientFinished; // nothing more will come
                return;
            }
            take(message);
        }
    }

    void onAnswered()
    {
        unanswered--;
    }

    /** No more questions; what was asked is answered. What still comes is thrown away, for the client to ask again. */
    void end()
    {
        isEnding = true;
        receive.discard();
    }

    private void take(final byte[] message)
    {
        if (0 == message.length)
        {
            end(); // no message is without a header, so the client is out of step
            return;
        }
        unanswered++;
        questions.accept(message);
    }
}

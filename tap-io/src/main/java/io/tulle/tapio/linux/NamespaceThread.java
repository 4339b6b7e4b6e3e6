package io.tulle.tapio.linux;

/**
 * Runs one piece of work on a platform thread of its own, and ends that thread with it: a thread that changed its
 * namespace must never serve anybody else. The caller waits, and gets the result or the very exception.
 */
final class NamespaceThread<T> extends Thread
{
    private final NamespaceWork<T, ?> work;
    private T result;
    private Throwable failure;

    private NamespaceThread(final String name, final NamespaceWork<T, ?> work)
    {
        super(null, null, name, 0, false); // no inherited thread locals: they are the caller's business
        this.work = work;
        setDaemon(true);
    }

    static <T, E extends Exception> T call(final String name, final NamespaceWork<T, E> work) throws E
    {
        Linux.libC(); // what loading starts must not start inside the namespace
        final NamespaceThread<T> thread = new NamespaceThread<>(name, work);
        thread.start();
        thread.await();
        if (null != thread.failure)
        {
            NamespaceThread.<E>rethrow(thread.failure);
        }
        return thread.result;
    }

    @Override
    public void run()
    {
        try
        {
            result = work.call();
        }
        catch (final Throwable ex) // all of it belongs to the caller, errors too
        {
            failure = ex;
        }
    }

    /** An interrupt of the caller interrupts the work, and is kept: half-done work is never left alone. */
    private void await()
    {
        boolean isInterrupted = false;
        while (true)
        {
            try
            {
                join();
                break;
            }
            catch (final InterruptedException ex)
            {
                isInterrupted = true;
                interrupt();
            }
        }
        if (isInterrupted)
        {
            Thread.currentThread().interrupt();
        }
    }

    /** The work can only have thrown E or something unchecked, so the cast cannot lie. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> void rethrow(final Throwable failure) throws E
    {
        throw (E) failure;
    }
}

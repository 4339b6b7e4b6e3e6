package io.tulle.dns.resolver;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells who leaves work for a thread whether that thread waits, so that it is woken then and only then: a wake-up is a
 * system call. The thread raises the flag, looks for work once more, and waits; the others leave work, then look at
 * the flag. Either the thread sees the work or they see the flag.
 */
final class WaitFlag
{
    private final AtomicBoolean isUp = new AtomicBoolean();

    /** Called by the thread that will wait; it must look for work behind this. */
    void raise()
    {
        isUp.set(true);
    }

    /** Called by the thread that waited. */
    void lower()
    {
        isUp.set(false);
    }

    /** @return whether the caller, who has left work, must wake the thread: true to one only. Called by any thread. */
    boolean take()
    {
        VarHandle.fullFence(); // work that was published by a release could else be visible after the flag was read
        return isUp.get() && isUp.compareAndSet(true, false);
    }
}

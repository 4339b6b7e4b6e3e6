package io.tulle.tapio.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

/** A worker stays on its processor, and an error names those there are. */
class ThreadAffinityTest
{
    @Test
    void shouldPinTheCallingThreadOnly() throws InterruptedException
    {
        final BitSet before = ThreadAffinity.allowed();
        final int processor = before.previousSetBit(before.length());
        final AtomicReference<BitSet> pinned = new AtomicReference<>();
        final Thread thread = new Thread(() ->
        {
            ThreadAffinity.pin(processor);
            pinned.set(ThreadAffinity.allowed());
        });
        thread.start();
        thread.join();
        final BitSet expected = new BitSet();
        expected.set(processor);
        assertEquals(expected, pinned.get());
        assertEquals(before, ThreadAffinity.allowed());
    }

    @Test
    void shouldNameTheProcessorsThereAre()
    {
        final Exception ex = assertThrows(LinuxException.class, () -> ThreadAffinity.pin(8000));
        assertEquals("sched_setaffinity to processor 8000: Invalid argument (EINVAL); this thread may use processors " +
            ThreadAffinity.allowed(), ex.getMessage());
        final Exception negative = assertThrows(LinuxException.class, () -> ThreadAffinity.pin(-1));
        assertTrue(negative.getMessage().startsWith("sched_setaffinity to processor -1: "));
    }
}

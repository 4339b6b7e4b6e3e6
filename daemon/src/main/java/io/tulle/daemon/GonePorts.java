package io.tulle.daemon;

import java.util.function.IntConsumer;

import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/** Carries the indexes of ports whose devices are gone from the workers to the conductor. */
final class GonePorts implements IntConsumer
{
    private static final int CAPACITY = 8192; // twice the ports that there can be

    private final ManyToOneConcurrentArrayQueue<Integer> queue = new ManyToOneConcurrentArrayQueue<>(CAPACITY);

    /** Called by workers, once in a port's life. */
    @Override
    public void accept(final int port)
    {
        queue.offer(port);
    }

    /** Called by the conductor. @return how many there were. */
    int drain(final IntConsumer consumer)
    {
        return queue.drain(consumer::accept);
    }
}

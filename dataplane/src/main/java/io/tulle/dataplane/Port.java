package io.tulle.dataplane;

/**
 * A switch port: where frames come from and go to. One object a worker: with several workers, each has its own queue
 * of the device. Every method is called by that worker; a port is made, and closed after its worker let go of it, by
 * the conductor.
 */
public interface Port extends AutoCloseable
{
    /** What {@link #descriptor()} answers for a port that is asked in every duty cycle instead. */
    int NO_DESCRIPTOR = -1;
    /** What {@link #receive} answers when the device is gone for good. */
    int GONE = -1;

    /** @return the port's number, the same in every worker and unique among the ports that are attached. */
    int index();

    /** @return what a user calls it: container/network. */
    String name();

    /** @return a file descriptor that becomes readable when a frame is there, or {@link #NO_DESCRIPTOR}. */
    int descriptor();

    /** @return the largest layer-3 packet that may leave here, in bytes. */
    int mtu();

    /** @return whether frames with an incomplete checksum or more than one segment may leave here as they are. */
    boolean hasOffloads();

    /**
     * Reads frames that are there into cells of the worker's pool, never waiting.
     *
     * @param burst takes the frames, each with its ingress port, length and virtio-net header set
     * @param limit how many to read at most
     * @return how many were read, or {@link #GONE}
     */
    int receive(Burst burst, int limit);

    /**
     * Sends one frame, never waiting. The frame stays the caller's.
     *
     * @return {@link DropReason#NONE}, or why the frame did not leave
     */
    DropReason transmit(int frame);

    @Override
    void close();
}

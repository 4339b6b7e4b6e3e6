package io.tulle.tapio.linux;

import jnr.ffi.annotations.IgnoreError;

/**
 * Moves a frame between a device and its cell: the three calls on a frame's way, without errno and without boxing.
 * Called by the worker. After a -1 the reason is learnt by asking again through {@link LibC}, which saves errno; the
 * thread's own errno cannot be trusted any more, since the JVM makes system calls of its own at a safepoint.
 * Where the reason is always wanted, {@link LibC#read} is as good: an empty read took 288 ns there and 285 here.
 */
public interface HotLibC
{
    @IgnoreError
    long read(int fd, long address, long lengthBytes);

    @IgnoreError
    long write(int fd, long address, long lengthBytes);

    @IgnoreError
    int epoll_wait(int epollFd, long eventsAddress, int maxEvents, int timeoutMs);
}

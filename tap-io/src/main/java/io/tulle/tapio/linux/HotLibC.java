package io.tulle.tapio.linux;

import jnr.ffi.annotations.IgnoreError;

/**
 * Asks for readiness and drains a wake-up: calls of every duty cycle, without errno and without boxing. Called by the
 * worker. After a -1 the reason is learnt by asking again through {@link LibC}, which saves errno; the thread's own
 * errno cannot be trusted any more, since the JVM makes system calls of its own at a safepoint. Frames themselves are
 * read and written through {@link LibC}, whose errno tells why a device refused.
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

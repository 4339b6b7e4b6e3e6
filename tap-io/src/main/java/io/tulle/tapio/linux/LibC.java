package io.tulle.tapio.linux;

/**
 * The C library calls of the control path: each one leaves its errno for {@link Errno#last()}.
 * Buffers are raw addresses ({@link OffHeap#address()}), so that no marshalling copies them. Called by any thread.
 */
public interface LibC
{
    /**
     * A seventh argument that C does not look at. Calls of exactly six go through an x86-64 stub of jnr-ffi 2.3.4 that
     * hands on garbage as the sixth; calls of seven go another way, and are right.
     */
    long NO_ARGUMENT = 0;

    int open(String path, int flags, int mode);

    int close(int fd);

    long read(int fd, long address, long lengthBytes);

    long write(int fd, long address, long lengthBytes);

    int ioctl(int fd, long request, long argument);

    int fcntl(int fd, int command, long argument);

    int flock(int fd, int operation);

    int poll(long pollFdsAddress, long count, int timeoutMs);

    int socket(int family, int type, int protocol);

    int bind(int fd, long addressAddress, int addressLength);

    int connect(int fd, long addressAddress, int addressLength);

    int getsockname(int fd, long addressAddress, long lengthAddress);

    int setsockopt(int fd, int level, int option, long valueAddress, int valueLength);

    int getsockopt(int fd, int level, int option, long valueAddress, long lengthAddress);

    long send(int fd, long address, long lengthBytes, int flags);

    /** Pass {@link #NO_ARGUMENT} at the end. */
    long sendto(int fd, long address, long lengthBytes, int flags, long peerAddress, int peerLength, long unused);

    long recv(int fd, long address, long lengthBytes, int flags);

    int epoll_create1(int flags);

    int epoll_ctl(int epollFd, int operation, int fd, long eventAddress);

    int epoll_wait(int epollFd, long eventsAddress, int maxEvents, int timeoutMs);

    int eventfd(int initialValue, int flags);

    /** Pass {@link #NO_ARGUMENT} at the end. */
    long mmap(long address, long lengthBytes, int protection, int flags, int fd, long offset, long unused);

    int munmap(long address, long lengthBytes);

    int setns(int fd, int namespaceType);

    int unshare(int flags);

    int mount(String source, String target, String type, long flags, long data);

    int umount2(String target, int flags);

    int sched_setaffinity(int pid, long maskLengthBytes, long maskAddress);

    int sched_getaffinity(int pid, long maskLengthBytes, long maskAddress);

    int getpid();

    int gettid();

    String strerror(int errno);
}

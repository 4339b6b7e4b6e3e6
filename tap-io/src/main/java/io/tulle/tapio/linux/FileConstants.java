package io.tulle.tapio.linux;

/** Numbers of files, mounts, namespaces. Headers: asm-generic/fcntl.h, linux/mount.h, linux/sched.h, linux/nsfs.h. */
public final class FileConstants
{
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_CLOEXEC = 0x80000;

    public static final int F_GETFL = 3;
    public static final int F_SETFL = 4;
    public static final int LOCK_EX = 2;

    public static final long MS_BIND = 4096;
    public static final long MS_REC = 16384;
    public static final long MS_PRIVATE = 1 << 18;
    public static final long MS_SHARED = 1 << 20;
    public static final int MNT_DETACH = 2;

    public static final int CLONE_FS = 0x00000200;
    public static final int CLONE_NEWNS = 0x00020000;
    public static final int CLONE_NEWNET = 0x40000000;
    /** ioctl: which kind of namespace is this descriptor. */
    public static final long NS_GET_NSTYPE = 0xb703;

    private FileConstants()
    {
    }
}

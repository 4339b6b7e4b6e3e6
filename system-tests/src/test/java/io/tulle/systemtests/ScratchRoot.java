package io.tulle.systemtests;

import java.nio.file.Path;
import java.util.List;

/**
 * The machine's file system with a scratch layer over it, in a mount namespace of its own: what is installed, written
 * or removed there is so for its commands only, and gone at the end. /run and /tmp are empty, so no systemd is found;
 * the network is the test's host. Called by tests.
 */
final class ScratchRoot
{
    /** Its layers are in memory: one overlay cannot be the upper layer of another, which / may be. */
    private static final String MOUNT = """
        set -e
        mount -t tmpfs tmpfs "$0"
        mkdir "$0/upper" "$0/work" "$0/root"
        mount -t overlay overlay -o "lowerdir=/,upperdir=$0/upper,workdir=$0/work" "$0/root"
        for folder in dev proc sys
        do
            mount --rbind "/$folder" "$0/root/$folder"
        done
        mount -t tmpfs tmpfs "$0/root/run"
        mount -t tmpfs tmpfs "$0/root/tmp"
        cp "$1" "$0/root/tmp"
        echo mounted
        exec sleep infinity
        """;

    private final TestHost host;
    private final Path folder;
    private final Background keeper;

    private ScratchRoot(final TestHost host, final Path folder, final Background keeper)
    {
        this.host = host;
        this.folder = folder;
        this.keeper = keeper;
    }

    /**
     * @param folder empty, to mount it on
     * @param file   is to be found in /tmp
     */
    static ScratchRoot mount(final TestHost host, final Path folder, final Path file)
    {
        final Background keeper = host.commands().start(List.of("unshare", "--mount", "--propagation", "private",
            "sh", "-c", MOUNT, folder.toString(), file.toString()));
        return new ScratchRoot(host, folder, keeper.awaitLine("mounted"));
    }

    CommandResult run(final String... words)
    {
        return host.commands().run(inside(words));
    }

    Background start(final String... words)
    {
        return host.commands().start(inside(words));
    }

    /** What a line of shell prints when it succeeds. */
    String shell(final String line)
    {
        return run("bash", "-c", line).ok().out();
    }

    /** The files and folders whose name has the word and that are not the machine's own. */
    List<String> find(final String word)
    {
        return host.commands().run(Commands.join(mounts(), "find", folder + "/upper", folder + "/root/run",
            folder + "/root/tmp", "-name", "*" + word + "*")).ok().lines();
    }

    private List<String> inside(final String... words)
    {
        return Commands.join(Commands.join(mounts(), "chroot", folder + "/root"), words);
    }

    private List<String> mounts()
    {
        return Commands.join(host.host().prefix(), "nsenter", "--mount=/proc/" + keeper.pid() + "/ns/mnt", "--");
    }
}

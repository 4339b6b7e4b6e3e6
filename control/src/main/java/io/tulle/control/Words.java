package io.tulle.control;

import io.tulle.config.Netns;
import io.tulle.config.NetworkMode;

/** Writes modes and namespaces in the words of the topology file, and reads them back from the saved state. */
final class Words
{
    private static final String CONTAINER = "container:";
    private static final String PID = "pid:";

    private Words()
    {
    }

    static String of(final NetworkMode mode)
    {
        return mode instanceof NetworkMode.None ? "none" :
            mode instanceof NetworkMode.Host ? "host" :
            mode instanceof NetworkMode.Container ? CONTAINER + ((NetworkMode.Container)mode).name() : "bridge";
    }

    static NetworkMode mode(final String word)
    {
        return "none".equals(word) ? new NetworkMode.None() :
            "host".equals(word) ? new NetworkMode.Host() :
            word.startsWith(CONTAINER) ? new NetworkMode.Container(word.substring(CONTAINER.length())) :
            new NetworkMode.Bridge();
    }

    static String of(final Netns netns)
    {
        return null == netns ? null :
            netns instanceof Netns.Named ? ((Netns.Named)netns).name() :
            netns instanceof Netns.Path ? ((Netns.Path)netns).path() :
            netns instanceof Netns.Pid ? PID + ((Netns.Pid)netns).pid() : "create";
    }

    static Netns netns(final String word)
    {
        return null == word ? null :
            "create".equals(word) ? new Netns.Create() :
            word.startsWith("/") ? new Netns.Path(word) :
            word.startsWith(PID) ? new Netns.Pid(Integer.parseInt(word.substring(PID.length()))) :
            new Netns.Named(word);
    }

    /** What a plan prints after a container's name. */
    static String placeOf(final Sandbox sandbox)
    {
        final String mode = of(sandbox.mode());
        if (!sandbox.ownsNamespace())
        {
            return "mode " + mode;
        }
        final String netns = "netns " + of(sandbox.netns());
        return sandbox.mode() instanceof NetworkMode.None ? netns + " mode none" : netns;
    }
}

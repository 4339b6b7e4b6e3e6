package io.tulle.tapio.linux;

import java.util.function.Supplier;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;
import jnr.ffi.Runtime;

/**
 * Holds the C library as loaded once for the process. Called by any thread; the first caller pays for the loading:
 * 150 to 310 ms were measured on the two-processor test machine with JDK 17 and 25, 105 ms with a class-data archive.
 * Load it before a thread enters a network namespace: threads that loading starts stay in the namespace of the
 * thread that started them, and would keep that namespace alive.
 */
public final class Linux
{
    private static final String NAME = Platform.getNativePlatform().getStandardCLibraryName();
    private static final LibC LIB_C = LibraryLoader.create(LibC.class).load(NAME);
    private static final HotLibC HOT_LIB_C = LibraryLoader.create(HotLibC.class).load(NAME);
    private static final Runtime RUNTIME = Runtime.getRuntime(LIB_C);

    private Linux()
    {
    }

    public static LibC libC()
    {
        return LIB_C;
    }

    public static HotLibC hotLibC()
    {
        return HOT_LIB_C;
    }

    static Runtime runtime()
    {
        return RUNTIME;
    }

    /** Passes a call's result on, or throws with the errno that the call left; the text is made on failure only. */
    public static int check(final int result, final String call, final Supplier<String> what)
    {
        if (result < 0)
        {
            throw new LinuxException(call, what.get(), Errno.last());
        }

        return result;
    }

    /** As {@link #check(int, String, Supplier)}, for a text that costs nothing to have at hand. */
    public static int check(final int result, final String call, final String what)
    {
        return check(result, call, () -> what);
    }
}

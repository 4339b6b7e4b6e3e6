package io.tulle.control.attach;

import java.util.List;

/** Which versions of the CNI specification there are, and what each has. Used by the thread of the request. */
final class CniVersion
{
    /** Oldest first. */
    private static final List<String> SUPPORTED = List.of("0.4.0", "1.0.0", "1.1.0");

    private final int index;

    private CniVersion(final int index)
    {
        this.index = index;
    }

    static CniVersion of(final Field config)
    {
        final String text = config.get("cniVersion").text();
        final int index = null == text ? -1 : SUPPORTED.indexOf(text);
        if (index < 0)
        {
            throw new CniError(CniError.INCOMPATIBLE_VERSION, "cniVersion " + (null == text ? "is missing" : text) +
                "; Tulle supports " + String.join(", ", SUPPORTED));
        }
        return new CniVersion(index);
    }

    static String newest()
    {
        return SUPPORTED.get(SUPPORTED.size() - 1);
    }

    /** True if it is this version, or one after it. */
    boolean isAtLeast(final String version)
    {
        return index >= SUPPORTED.indexOf(version);
    }

    @Override
    public String toString()
    {
        return SUPPORTED.get(index);
    }
}

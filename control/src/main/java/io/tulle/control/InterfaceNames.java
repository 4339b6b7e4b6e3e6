package io.tulle.control;

import java.util.HashSet;
import java.util.Set;

/** Names the interfaces of one sandbox: eth0, eth1, ..., the lowest free number. Called by the control thread. */
final class InterfaceNames
{
    private final Set<String> taken = new HashSet<>();

    /** Keeps a name; false if another interface of the sandbox has it. */
    boolean take(final String name)
    {
        return taken.add(name);
    }

    String takeLowest(final String prefix)
    {
        int number = 0;
        while (!taken.add(prefix + number))
        {
            number++;
        }
        return prefix + number;
    }

    /** True for eth7 where the prefix is eth. */
    static boolean hasPrefix(final String name, final String prefix)
    {
        return name.startsWith(prefix) && name.substring(prefix.length()).matches("[0-9]+");
    }
}

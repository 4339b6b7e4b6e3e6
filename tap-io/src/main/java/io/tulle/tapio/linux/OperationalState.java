package io.tulle.tapio.linux;

/** RFC 2863 state of an interface, in the order of the kernel's numbers. Header: linux/if.h. */
public enum OperationalState
{
    UNKNOWN, NOTPRESENT, DOWN, LOWERLAYERDOWN, TESTING, DORMANT, UP;

    static OperationalState of(final int number)
    {
        return number < values().length ? values()[number] : UNKNOWN;
    }
}

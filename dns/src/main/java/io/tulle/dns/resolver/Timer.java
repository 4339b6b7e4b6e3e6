package io.tulle.dns.resolver;

/** Something that is done once, at a time that may still change. Used by the resolver's thread. */
final class Timer
{
    /** What is done. */
    @FunctionalInterface
    interface Action
    {
        void onTime(long nowNs);
    }

    private final Action action;
    private long dueNs;
    private boolean isSet;

    Timer(final Action action)
    {
        this.action = action;
    }

    void set(final long timeNs)
    {
        dueNs = timeNs;
        isSet = true;
    }

    void cancel()
    {
        isSet = false;
    }

    boolean isSetTo(final long timeNs)
    {
        return isSet && dueNs == timeNs;
    }

    void run(final long nowNs)
    {
        isSet = false;
        action.onTime(nowNs);
    }
}

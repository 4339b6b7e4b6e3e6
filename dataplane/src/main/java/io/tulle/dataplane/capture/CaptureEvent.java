package io.tulle.dataplane.capture;

/** What happened to a frame at the moment that it was captured. */
public enum CaptureEvent
{
    RECEIVED("In"),
    TRANSMITTED("Out"),
    DROPPED("Drop");

    /** By ordinal, so that a code read back from a ring costs no copy. */
    private static final CaptureEvent[] EVENTS = values();

    private final String label;

    CaptureEvent(final String label)
    {
        this.label = label;
    }

    /** @return what a text line calls it. */
    public String label()
    {
        return label;
    }

    static CaptureEvent of(final int ordinal)
    {
        return EVENTS[ordinal];
    }
}

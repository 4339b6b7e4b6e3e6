package io.tulle.dataplane.capture;

/** Says what a user wants to know of a captured frame beside its bytes. Called by the thread that reads the capture. */
@FunctionalInterface
public interface FrameCommenter
{
    /** For captures of a switch without sessions. */
    FrameCommenter NONE = (session) -> null;

    /**
     * Tells of a session, a moment after a frame of it was captured.
     *
     * @param session its reference, as {@link io.tulle.dataplane.FrameDescriptor#session(int)} has it
     * @return one line, or null when the session is not known any more
     */
    String comment(int session);
}

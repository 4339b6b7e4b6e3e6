package io.tulle.control;

import java.io.IOException;

/** Takes sessions one by one. An IOException means that nobody reads any more: then stop. */
public interface SessionSink
{
    /** The event of a row that is only listed. */
    String NONE = "";
    /** The event of a session that began. */
    String BEGIN = "begin";
    /** The event of a session that ended. */
    String END = "end";

    /** @param event {@link #NONE}, {@link #BEGIN} or {@link #END} */
    void accept(String event, SessionRow row) throws IOException;

    /** Sends what was taken so far: for a source of events that has no more for now. */
    void flush() throws IOException;
}

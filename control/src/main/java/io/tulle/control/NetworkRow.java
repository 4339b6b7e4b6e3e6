package io.tulle.control;

import java.util.List;

/** One row of {@code tulle network ls}. */
public record NetworkRow(
    String id,
    String name,
    String driver,
    String scope,
    List<String> subnets,
    boolean internal,
    int endpoints)
{
    /** What Docker prints as NETWORK ID. */
    public String shortId()
    {
        return id.substring(0, Ids.SHORT_LENGTH);
    }
}

package io.tulle.control;

import java.util.List;

/**
 * A published port that is added, removed or changed.
 *
 * @param before null for an ADD
 * @param after  null for a REMOVE
 */
public record PortChange(Action action, PublishedPort before, PublishedPort after, List<Difference> differences)
    implements Change
{
    @Override
    public String idBefore()
    {
        return null == before ? null : State.key(before);
    }

    @Override
    public String kind()
    {
        return "port";
    }

    /** The mapping as the user wrote it, and whose it is. */
    @Override
    public String name()
    {
        final PublishedPort port = null == after ? before : after;
        return port.asked() + " of " + port.container();
    }

    @Override
    public String detail()
    {
        return "";
    }

    @Override
    public String consequence()
    {
        return ""; // it follows its container
    }
}

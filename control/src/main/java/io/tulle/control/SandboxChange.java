package io.tulle.control;

import io.tulle.config.NetworkMode;

import java.util.List;

/**
 * A container that joins, leaves or changes its namespace.
 *
 * @param before null for an ADD
 * @param after  null for a REMOVE
 */
public record SandboxChange(Action action, Sandbox before, Sandbox after, List<Difference> differences)
    implements Change
{
    @Override
    public String idBefore()
    {
        return null == before ? null : before.id();
    }

    @Override
    public String kind()
    {
        return "container";
    }

    @Override
    public String name()
    {
        return null == after ? before.container() : after.container();
    }

    @Override
    public String detail()
    {
        return action == Action.ADD ? place() : "";
    }

    private String place()
    {
        if (!after.ownsNamespace())
        {
            return "mode " + after.mode();
        }
        return "netns " + after.netns() + (after.mode() instanceof NetworkMode.None ? " mode none" : "");
    }

    @Override
    public String consequence()
    {
        return action == Action.REPLACE ? " (container is detached and attached again)" : "";
    }
}

package io.tulle.control;

import io.tulle.config.UplinkSpec;

import java.util.List;

/**
 * A way out that is added, removed or made anew.
 *
 * @param before null for an ADD
 * @param after  null for a REMOVE
 */
public record UplinkChange(Action action, UplinkSpec before, UplinkSpec after, List<Difference> differences)
    implements Change
{
    @Override
    public String idBefore()
    {
        return null == before ? null : before.name();
    }

    @Override
    public String kind()
    {
        return "uplink";
    }

    @Override
    public String name()
    {
        return null == after ? before.name() : after.name();
    }

    @Override
    public String detail()
    {
        if (action != Action.ADD)
        {
            return "";
        }
        final StringBuilder detail = new StringBuilder(after.interfaceName());
        after.addresses().forEach(address -> detail.append(' ').append(address));
        return detail.append(" ports ").append(after.ports()).toString();
    }

    @Override
    public String consequence()
    {
        return action == Action.REPLACE ? " (its sessions end)" : "";
    }
}

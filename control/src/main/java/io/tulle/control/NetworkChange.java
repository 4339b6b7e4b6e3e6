package io.tulle.control;

import io.tulle.config.IpamPool;

import java.util.List;

/**
 * A network that is added, removed or changed.
 *
 * @param before        null for an ADD
 * @param after         null for a REMOVE
 * @param recreatesEndpoints true if the change takes the network's endpoints down and up again
 */
public record NetworkChange(
    Action action,
    Network before,
    Network after,
    List<Difference> differences,
    boolean recreatesEndpoints) implements Change
{
    /** The same change, knowing that endpoints are taken down and up again for it. */
    NetworkChange recreatingEndpoints()
    {
        return new NetworkChange(action, before, after, differences, true);
    }

    @Override
    public boolean isDisruptive()
    {
        return recreatesEndpoints || Change.super.isDisruptive();
    }

    @Override
    public String idBefore()
    {
        return null == before ? null : before.id();
    }

    @Override
    public String kind()
    {
        return "network";
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
        final StringBuilder subnets = new StringBuilder();
        for (final IpamPool pool : after.pools())
        {
            subnets.append(subnets.length() == 0 ? "" : " ").append(pool.subnet());
        }
        return subnets.append(after.internal() ? " internal" : "").toString();
    }

    /** Docker tells of its networks once, so what it told stays for the next start. */
    boolean keepsRecord()
    {
        return Action.REMOVE == action && Origin.DOCKER == before.origin();
    }

    @Override
    public String consequence()
    {
        return keepsRecord() ? " (is Docker's: its record is kept)" :
            action == Action.REPLACE ? " (network and endpoints are re-created)" :
            recreatesEndpoints ? " (endpoints are re-created)" : "";
    }
}

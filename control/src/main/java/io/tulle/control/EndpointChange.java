package io.tulle.control;

import java.util.List;

/**
 * An endpoint that is added, removed or changed.
 *
 * @param network the network's name
 * @param before  null for an ADD
 * @param after   null for a REMOVE
 */
public record EndpointChange(
    Action action,
    String network,
    Endpoint before,
    Endpoint after,
    List<Difference> differences) implements Change
{
    @Override
    public String idBefore()
    {
        return null == before ? null : before.id();
    }

    @Override
    public String kind()
    {
        return "endpoint";
    }

    @Override
    public String name()
    {
        return (null == after ? before : after).container() + " on " + network;
    }

    @Override
    public String detail()
    {
        if (action != Action.ADD)
        {
            return "";
        }
        return after.interfaceName() +
            (null == after.ipv4() ? "" : " " + after.ipv4()) + (null == after.ipv6() ? "" : " " + after.ipv6());
    }
}

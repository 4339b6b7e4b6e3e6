package io.tulle.control;

import java.util.List;

/** One thing that an apply adds, removes or changes; it carries the resolved records, so apply does as planned. */
public sealed interface Change permits NetworkChange, SandboxChange,
    EndpointChange, UplinkChange, NatChange, DnsChange, PortChange
{
    Action action();

    /** network, container or endpoint: the word a plan prints. */
    String kind();

    /** The network's or the container's name; for an endpoint "web on front". */
    String name();

    /** What differs; empty for an ADD or a REMOVE. */
    List<Difference> differences();

    /** What stands after the name: a subnet, an address. */
    String detail();

    /** The id of what exists now; null for an ADD. */
    String idBefore();

    /** True if what exists now goes, whether or not something takes its place. */
    default boolean removes()
    {
        return Action.REMOVE == action() || Action.REPLACE == action();
    }

    /** True if something is made that did not exist. */
    default boolean adds()
    {
        return Action.ADD == action() || Action.REPLACE == action();
    }

    /** True if traffic that flows now is interrupted. */
    default boolean isDisruptive()
    {
        return removes();
    }

    /** The line of the plan: {@code ~ network back: mtu 1500 -> 9000 (endpoints are re-created)}. */
    default String text()
    {
        final StringBuilder line = new StringBuilder();
        line.append(action().sign()).append(' ').append(kind()).append(' ').append(name());
        if (!detail().isEmpty())
        {
            line.append(' ').append(detail());
        }
        for (int i = 0; i < differences().size(); i++)
        {
            line.append(i == 0 ? ": " : ", ").append(differences().get(i));
        }
        return line.append(consequence()).toString();
    }

    /** What stands in brackets at the end of the line, or nothing. */
    default String consequence()
    {
        return action() == Action.REPLACE ? " (is re-created)" : "";
    }
}

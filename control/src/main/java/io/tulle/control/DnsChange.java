package io.tulle.control;

import io.tulle.config.DnsSpec;

import java.util.List;

/** Other settings of the resolver: the next question sees them. */
public record DnsChange(DnsSpec before, DnsSpec after, List<Difference> differences) implements Change
{
    @Override
    public Action action()
    {
        return Action.UPDATE;
    }

    @Override
    public String idBefore()
    {
        return "dns";
    }

    @Override
    public String kind()
    {
        return "settings of";
    }

    @Override
    public String name()
    {
        return "dns";
    }

    @Override
    public String detail()
    {
        return "";
    }
}

package io.tulle.control;

import io.tulle.config.NatSpec;

import java.util.List;

/** Other settings of the translation: sessions go on. */
public record NatChange(NatSpec before, NatSpec after, List<Difference> differences) implements Change
{
    @Override
    public Action action()
    {
        return Action.UPDATE;
    }

    @Override
    public String idBefore()
    {
        return "nat";
    }

    @Override
    public String kind()
    {
        return "settings of";
    }

    @Override
    public String name()
    {
        return "nat";
    }

    @Override
    public String detail()
    {
        return "";
    }
}

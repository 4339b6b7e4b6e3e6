package io.tulle.config;

import java.util.List;

/** What a network's gateway does for its containers in one address family; Docker's words. */
public enum GatewayMode
{
    /** Packets leave with the uplink's address, and published ports are ports of the host. */
    NAT("nat"),
    /** Packets leave as they are, and published ports are open at the container's own address. */
    ROUTED("routed"),
    /** On internal networks only: the host has no address there. */
    ISOLATED("isolated");

    /** Docker's fourth mode leaves every port of a container open to who routes to it; Tulle has none such. */
    private static final String UNPROTECTED = "nat-unprotected";

    private final String word;

    GatewayMode(final String word)
    {
        this.word = word;
    }

    static GatewayMode parse(final String text)
    {
        for (final GatewayMode mode : values())
        {
            if (mode.word.equals(text))
            {
                return mode;
            }
        }
        if (UNPROTECTED.equals(text))
        {
            throw new BadValueException(text, "is not supported: ports that are not published stay closed",
                "write nat and publish them, or routed");
        }
        throw new BadValueException(text, "is not a gateway mode",
            Nearest.remedy(text, List.of(NAT.word, ROUTED.word, ISOLATED.word)));
    }

    @Override
    public String toString()
    {
        return word;
    }
}

package io.tulle.config;

import java.util.Locale;

/** Who may send to a mapping from outside (RFC 4787 section 5). */
public enum NatFiltering
{
    ENDPOINT_INDEPENDENT, ADDRESS_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT;

    /** Reads the RFC's word; BadValueException says what is wrong. */
    static NatFiltering parse(final String text)
    {
        for (final NatFiltering filtering : values())
        {
            if (filtering.toString().equals(text))
            {
                return filtering;
            }
        }
        throw new BadValueException(text, "is not a filtering behaviour",
            "write endpoint-independent, address-dependent or address-and-port-dependent");
    }

    @Override
    public String toString()
    {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

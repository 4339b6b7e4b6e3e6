package io.tulle.config;

/** How a container is connected, in the words of Compose's network_mode. */
public sealed interface NetworkMode
{
    /** Attached to the networks it names, or to {@code default}. */
    record Bridge() implements NetworkMode
    {
        @Override
        public String toString()
        {
            return "bridge";
        }
    }

    /** A namespace with lo only. */
    record None() implements NetworkMode
    {
        @Override
        public String toString()
        {
            return "none";
        }
    }

    /** The host's own namespace: nothing for Tulle to do. */
    record Host() implements NetworkMode
    {
        @Override
        public String toString()
        {
            return "host";
        }
    }

    /**
     * Shares the namespace of another container.
     *
     * @param name of the container whose namespace it is.
     */
    record Container(String name) implements NetworkMode
    {
        @Override
        public String toString()
        {
            return "container:" + name;
        }
    }

    /** Reads none, host, bridge, container:NAME or service:NAME; BadValueException says what is wrong. */
    static NetworkMode parse(final String text)
    {
        return switch (text)
        {
            case "bridge" -> new Bridge();
            case "none" -> new None();
            case "host" -> new Host();
            default -> new Container(sharedName(text));
        };
    }

    private static String sharedName(final String text)
    {
        final int colon = text.indexOf(':');
        final String kind = colon < 0 ? text : text.substring(0, colon);
        if (colon < 0 || !"container".equals(kind) && !"service".equals(kind))
        {
            throw new BadValueException(text, "is not a network mode",
                "write none, host, bridge or container:NAME; name networks under networks");
        }
        if (!Names.isName(text.substring(colon + 1)))
        {
            throw new BadValueException(text, "names no container", "write the container's name after the colon");
        }
        return text.substring(colon + 1);
    }
}

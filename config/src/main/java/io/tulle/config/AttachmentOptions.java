package io.tulle.config;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The driver options of one container on one network, typed; also what {@code network connect --driver-opt} gives.
 *
 * @param mtu           of this interface alone, or null.
 * @param interfaceName or null.
 */
public record AttachmentOptions(Integer mtu, String interfaceName)
{
    public static final String INTERFACE_NAME = "com.docker.network.endpoint.ifname";

    private static final List<String> KNOWN = List.of(NetworkOptions.MTU, INTERFACE_NAME);
    private static final List<String> WITHOUT_EFFECT = List.of(
        "com.docker.network.endpoint.sysctls",
        "com.docker.network.advertise_addr_nmsgs",
        "com.docker.network.advertise_addr_ms");

    /** Reads what is known, tells the sink of all the rest. */
    public static AttachmentOptions parse(final Map<String, String> options, final OptionSink sink)
    {
        for (final String key : options.keySet())
        {
            if (WITHOUT_EFFECT.contains(key))
            {
                sink.warning(key, "has no effect yet");
            }
            else if (!KNOWN.contains(key))
            {
                sink.error(key, null, "is not an option of a container's network", Nearest.remedy(key, KNOWN));
            }
        }
        return new AttachmentOptions(
            value(options, NetworkOptions.MTU, Scalars.integer(NetworkOptions.MIN_MTU, NetworkOptions.MAX_MTU), sink),
            value(options, INTERFACE_NAME, Scalars::interfaceName, sink));
    }

    private static <T> T value(final Map<String, String> options, final String key, final Function<String, T> parser,
        final OptionSink sink)
    {
        final String text = options.get(key);
        try
        {
            return null == text ? null : parser.apply(text);
        }
        catch (final BadValueException e)
        {
            sink.error(key, e.value(), e.reason(), e.remedy());
            return null;
        }
    }
}

package io.tulle.control;

import io.tulle.config.AttachmentOptions;
import io.tulle.config.NetworkOptions;
import io.tulle.config.OptionSink;

import java.util.Map;

/**
 * Reads the options that a user gave to a container engine, as Docker's bridge does: what is for other drivers is
 * passed over, what is known must make sense. Called by the control thread.
 */
final class EngineOptions implements OptionSink
{
    private static final String OWN = "tulle.";

    static NetworkOptions network(final Map<String, String> options)
    {
        return NetworkOptions.parse(options, new EngineOptions());
    }

    static AttachmentOptions endpoint(final Map<String, String> options)
    {
        return AttachmentOptions.parse(options, new EngineOptions());
    }

    @Override
    public void error(final String key, final String value, final String message, final String remedy)
    {
        if (null != value)
        {
            throw ControlException.invalid(
                "failed to parse " + key + " value: \"" + value + "\" " + message + "; " + remedy);
        }
        if (key.startsWith(OWN))
        {
            throw ControlException.invalid("option " + key + " " + message + "; " + remedy);
        }
    }

    @Override
    public void warning(final String key, final String message)
    {
        // Docker's own driver says nothing, either
    }
}

package io.tulle.systemtests;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the scripts are that tests run. Called by tests. */
final class Resource
{
    private Resource()
    {
    }

    static String path(final String name)
    {
        try
        {
            return Path.of(Resource.class.getResource("/" + name).toURI()).toString();
        }
        catch (final URISyntaxException ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}

package io.tulle.control.attach;

import io.tulle.config.Attachment;
import io.tulle.control.AttachKey;
import io.tulle.control.NamespaceIdentity;

import java.nio.file.Path;

/**
 * The environment of a call of the CNI plugin: CNI_CONTAINERID, CNI_IFNAME, CNI_NETNS, CNI_ARGS. Used by the thread of
 * the request.
 */
final class CniCall
{
    private static final String ID = "[a-zA-Z0-9][a-zA-Z0-9_.-]*"; // the specification's
    private static final int SHORT_ID = 12;

    private final Field body;

    CniCall(final Field body)
    {
        this.body = body;
    }

    Field config()
    {
        return Field.of(body.get("config").node()); // places as the user has them
    }

    /** For the model, which wants 64 digits; most runtimes have these already. */
    String containerId()
    {
        return CniIds.of("container", checkedId(body.get("containerId").text()));
    }

    static String checkedId(final String id)
    {
        if (null == id || !id.matches(ID))
        {
            throw new CniError(CniError.BAD_ENVIRONMENT, "CNI_CONTAINERID " + id + " is not the id of a container");
        }
        return id;
    }

    String interfaceName()
    {
        final String name = body.get("ifname").text();
        try
        {
            return Attachment.parseInterfaceName(null == name ? "" : name);
        }
        catch (final IllegalArgumentException e)
        {
            throw new CniError(CniError.BAD_ENVIRONMENT, "CNI_IFNAME: " + e.getMessage());
        }
    }

    Path netns()
    {
        final String text = body.get("netns").text();
        if (null == text || !text.startsWith("/") || null == NamespaceIdentity.of(Path.of(text)))
        {
            throw new CniError(CniError.BAD_ENVIRONMENT, "CNI_NETNS " + text +
                " is not a network namespace that Tulle can see");
        }
        return Path.of(text).normalize();
    }

    AttachKey key(final String networkId)
    {
        return new AttachKey(containerId(), networkId, interfaceName());
    }

    /** The pod's name, which podman and Kubernetes tell, or the start of the id. */
    String containerName()
    {
        final String name = argument("K8S_POD_NAME");
        final String id = body.get("containerId").text();
        return null != name ? name : id.substring(0, Math.min(SHORT_ID, id.length()));
    }

    /** A value of CNI_ARGS, which are KEY=VALUE;KEY=VALUE; null if it is not there or empty. */
    String argument(final String key)
    {
        final String arguments = body.get("args").text();
        for (final String argument : null == arguments ? new String[0] : arguments.split(";"))
        {
            if (argument.startsWith(key + "=") && argument.length() > key.length() + 1)
            {
                return argument.substring(key.length() + 1);
            }
        }
        return null;
    }
}

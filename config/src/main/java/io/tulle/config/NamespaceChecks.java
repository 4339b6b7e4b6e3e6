package io.tulle.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks whose namespace each container lives in. */
final class NamespaceChecks
{
    private final YamlNode root;
    private final Map<String, ContainerSpec> containers;
    private final Map<String, String> ownerByNetns = new HashMap<>();

    NamespaceChecks(final YamlNode root, final Map<String, ContainerSpec> containers)
    {
        this.root = root;
        this.containers = containers;
    }

    void check()
    {
        for (final ContainerSpec container : containers.values())
        {
            if (container.mode() instanceof NetworkMode.Container shared)
            {
                checkShared(container, shared);
            }
            else if (null != container.netns() && !(container.netns() instanceof Netns.Create))
            {
                checkOwned(container);
            }
        }
    }

    private void checkShared(final ContainerSpec container, final NetworkMode.Container shared)
    {
        final YamlNode node = root.nearest("containers", container.name(), "network_mode");
        final ContainerSpec owner = containers.get(shared.name());
        if (null == owner)
        {
            node.problem(node.text(), "names a container that is not in the file",
                containers.size() > 1 ? Nearest.remedy(shared.name(), others(container)) : "add it under containers");
        }
        else if (owner == container)
        {
            node.problem(node.text(), "names the container itself", "name another one");
        }
        else if (owner.mode() instanceof NetworkMode.Container further)
        {
            // Docker's rule: the owner of a namespace must have one of its own
            node.problem(node.text(), "names a container that itself shares the namespace of " + further.name(),
                further.name().equals(container.name()) ? "give one of the two a namespace" :
                "write container:" + further.name());
        }
    }

    private List<String> others(final ContainerSpec container)
    {
        return containers.keySet().stream().filter(name -> !name.equals(container.name())).limit(20).toList();
    }

    private void checkOwned(final ContainerSpec container)
    {
        final String owner = ownerByNetns.putIfAbsent(NetnsText.canonical(container.netns()), container.name());
        if (null != owner)
        {
            root.nearest("containers", container.name(), "netns").problem(container.netns().toString(),
                "is the namespace of container " + owner + " already",
                "to share it, write network_mode: \"container:" + owner + "\" instead");
        }
    }
}

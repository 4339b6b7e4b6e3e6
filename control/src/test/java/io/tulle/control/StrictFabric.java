package io.tulle.control;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A Fabric that knows what is there, refuses what makes no sense, and fails where a test wants it to. */
final class StrictFabric implements Fabric
{
    final Set<String> networks = new TreeSet<>(); // ids
    final Set<String> sandboxes = new TreeSet<>();
    final Map<String, String> attached = new HashMap<>(); // ids of endpoints, with their networks'
    final Map<Integer, String> ports = new HashMap<>(); // host port, and the sandbox's id
    final Set<String> vanished = new HashSet<>(); // ids of sandboxes
    String failing = "";

    @Override
    public void createNetwork(final Network network)
    {
        networks.add(network.id());
        fail("createNetwork"); // half made
    }

    @Override
    public void removeNetwork(final Network network)
    {
        check(!attached.containsValue(network.id()), "a network that is removed has no endpoints");
        networks.remove(network.id());
    }

    @Override
    public void updateNetwork(final Network network)
    {
        check(networks.contains(network.id()), "only a network that is there changes");
    }

    @Override
    public Sandbox openSandbox(final Sandbox sandbox)
    {
        sandboxes.add(sandbox.id());
        fail("openSandbox");
        return sandbox;
    }

    @Override
    public void closeSandbox(final Sandbox sandbox)
    {
        sandboxes.remove(sandbox.id());
    }

    @Override
    public void attach(final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
        check(networks.contains(network.id()) && sandboxes.contains(sandbox.id()), "an endpoint is of what is there");
        attached.put(endpoint.id(), network.id());
        fail("attach");
    }

    @Override
    public void detach(final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
        attached.remove(endpoint.id());
    }

    @Override
    public void removeLeftover(final String deviceName)
    {
        check(attached.keySet().stream().noneMatch(id -> deviceName.equals("tl" + id.substring(0, 11))),
            "what somebody is attached to is not left over");
    }

    @Override
    public boolean isAttached(final String endpointId)
    {
        return attached.containsKey(endpointId);
    }

    @Override
    public boolean isOpen(final Sandbox sandbox)
    {
        return !vanished.contains(sandbox.id());
    }

    @Override
    public PublishedPort publish(
        final Network network, final Sandbox sandbox, final Endpoint endpoint, final PublishedPort port)
    {
        check(attached.containsKey(endpoint.id()), "a port leads to what is there");
        fail("publish");
        check(sandbox.id().equals(ports.getOrDefault(port.hostPort(), sandbox.id())), "a port is one container's");
        ports.put(port.hostPort(), sandbox.id());
        return port;
    }

    @Override
    public void unpublish(final Sandbox sandbox, final PublishedPort port)
    {
        ports.remove(port.hostPort(), sandbox.id());
    }

    @Override
    public void setDefaultGateway(final Sandbox sandbox, final Endpoint owner, final Network network)
    {
        throw new AssertionError("Docker sets its own routes");
    }

    @Override
    public List<FdbEntry> fdb(final String networkId)
    {
        return List.of();
    }

    private void fail(final String call)
    {
        if (failing.equals(call))
        {
            throw new FabricException(call + " fails");
        }
        if (failing.equals(call + " badly"))
        {
            throw new IllegalStateException(call + " fails");
        }
    }

    private static void check(final boolean isTrue, final String rule)
    {
        if (!isTrue)
        {
            throw new AssertionError(rule);
        }
    }
}

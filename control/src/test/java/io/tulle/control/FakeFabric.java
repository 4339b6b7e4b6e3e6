package io.tulle.control;

import io.tulle.config.DnsSpec;
import io.tulle.config.NatSpec;
import io.tulle.config.Netns;
import io.tulle.config.UplinkSpec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A Fabric that writes down what it is asked to do, and fails where a test wants it to. */
final class FakeFabric implements Fabric
{
    final List<String> calls = new ArrayList<>();
    final Set<String> failing = new HashSet<>(); // starts of calls
    final Set<String> attached = new HashSet<>(); // ids of endpoints
    final Set<Integer> takenPorts = new HashSet<>(); // by others on the host
    final Set<String> vanished = new HashSet<>(); // containers
    Runnable beforeCall = () -> {};
    private int openings;

    /** What was asked since the last time. */
    List<String> takeCalls()
    {
        final List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    @Override
    public void createNetwork(final Network network)
    {
        call("create " + network.name());
    }

    @Override
    public void updateNetwork(final Network network)
    {
        call("update " + network.name());
    }

    @Override
    public void removeNetwork(final Network network)
    {
        call("remove " + network.name());
    }

    @Override
    public Sandbox openSandbox(final Sandbox sandbox)
    {
        call("open " + sandbox.container());
        if (sandbox.isOfEngine())
        {
            return sandbox; // its engine makes the namespace later
        }
        vanished.remove(sandbox.container());
        return sandbox.opened(Path.of("/run/netns/" + sandbox.container()), sandbox.netns() instanceof Netns.Create,
            new NamespaceIdentity(4, ++openings));
    }

    @Override
    public void closeSandbox(final Sandbox sandbox)
    {
        call("close " + sandbox.container());
    }

    @Override
    public void removeLeftover(final String deviceName)
    {
        call("remove what is left of " + deviceName);
    }

    @Override
    public void attach(final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
        call("attach " + endpoint.container() + " to " + network.name() + " as " + endpoint.interfaceName() + " " +
            (null == endpoint.ipv4() ? endpoint.ipv6() : endpoint.ipv4()));
        attached.add(endpoint.id());
    }

    @Override
    public void detach(final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
        call("detach " + endpoint.container() + " from " + network.name());
        attached.remove(endpoint.id());
    }

    @Override
    public void setDefaultGateway(final Sandbox sandbox, final Endpoint owner, final Network network)
    {
        call("gateway of " + sandbox.container() + " is " +
            (null == owner ? "none" : network.name() + " " + network.pools().get(0).gateway()));
    }

    @Override
    public void createUplink(final UplinkSpec uplink)
    {
        call("uplink " + uplink.name() + " by " + uplink.interfaceName());
    }

    @Override
    public void removeUplink(final String name)
    {
        call("no uplink " + name);
    }

    @Override
    public void updateNat(final NatSpec nat)
    {
        call("nat udp " + nat.timeouts().udp().toSeconds());
    }

    @Override
    public void updateDns(final DnsSpec dns)
    {
        call("dns ttl " + dns.ttl().toSeconds() + " servers " + dns.servers());
    }

    @Override
    public void updateSandbox(final Sandbox sandbox)
    {
        call("resolver of " + sandbox.container() + " is " + sandbox.dns().servers());
    }

    @Override
    public void updateEndpoint(final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
        call("names of " + sandbox.container() + " on " + network.name() + " are " + endpoint.aliases());
    }

    @Override
    public PublishedPort publish(
        final Network network, final Sandbox sandbox, final Endpoint endpoint, final PublishedPort port)
    {
        call("publish " + port + " of " + port.container() + " to " + endpoint.ipv4().address());
        if (!port.isToChoose() && takenPorts.contains(port.hostPort()))
        {
            throw new FabricException("Bind for 0.0.0.0:" + port.hostPort() + " failed: port is already allocated");
        }
        int chosen = 0 == port.hostPort() ? 32_768 : port.hostPort();
        while (takenPorts.contains(chosen))
        {
            chosen++;
        }
        return port.chosen(chosen);
    }

    @Override
    public void unpublish(final Sandbox sandbox, final PublishedPort port)
    {
        call("unpublish " + port + " of " + port.container());
    }

    @Override
    public void check(final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
        call("check " + endpoint.container() + " on " + network.name());
    }

    @Override
    public int flushSessions(final SessionQuery query)
    {
        call("flush " + query);
        return 3;
    }

    @Override
    public List<FdbEntry> fdb(final String networkId)
    {
        return List.of(new FdbEntry("02:42:0a:1e:00:02", "web@front", "web", true, 0));
    }

    @Override
    public boolean isAttached(final String endpointId)
    {
        return attached.contains(endpointId);
    }

    @Override
    public boolean isOpen(final Sandbox sandbox)
    {
        return !vanished.contains(sandbox.container());
    }

    private void call(final String call)
    {
        beforeCall.run();
        calls.add(call);
        if (failing.stream().anyMatch(call::startsWith))
        {
            throw new FabricException("no such thing; make it first");
        }
    }
}

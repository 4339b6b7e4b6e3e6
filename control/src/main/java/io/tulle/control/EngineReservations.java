package io.tulle.control;

import io.tulle.config.IpamPool;
import io.tulle.config.MacAddr;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reserves addresses for endpoints of Docker before there is a device, and gives them back. An endpoint that died
 * without a word makes room for the one that has its addresses now. Called by the control thread.
 */
final class EngineReservations
{
    private final State state;
    private final StateStore store;
    private final Fabric fabric;
    private final EngineNetworks networks;
    private final Departures departures;

    EngineReservations(final State state, final StateStore store, final Fabric fabric)
    {
        this.state = state;
        this.store = store;
        this.fabric = fabric;
        networks = new EngineNetworks(state, store, fabric);
        departures = new Departures(state, fabric);
    }

    EngineEndpoint create(final EngineEndpoint request)
    {
        final Network network = networks.required(request.networkId());
        EngineOptions.endpoint(request.driverOpts()); // refuses what makes no sense
        final EngineEndpoint present = state.engineEndpoint(request.id());
        if (null != present)
        {
            checkSame(present, request);
            return present;
        }
        checkFamilies(network, request);
        final EngineEndpoint wanted = request.reserved(macOf(request));
        checkMac(network, wanted.mac());
        final List<EngineEndpoint> rivals = rivals(network, wanted);
        rivals.forEach(rival -> checkDead(network, wanted, rival));
        checkAddresses(network, wanted, rivals);
        rivals.forEach(rival -> departures.evict(rival, new ArrayList<>()));
        keep(wanted);
        return wanted;
    }

    private void keep(final EngineEndpoint wanted)
    {
        state.put(wanted);
        try
        {
            store.save(state);
        }
        catch (final ControlException e)
        {
            state.remove(wanted); // Docker hears that there is none
            throw e;
        }
    }

    /** What is not there is no failure; Docker has given the device of one whose record was lost back to the host. */
    void remove(final String networkId, final String endpointId)
    {
        final EngineEndpoint reserved = state.engineEndpoint(endpointId);
        if (null == reserved)
        {
            Guard.run("", new ArrayList<>(), () -> fabric.removeLeftover(EngineNames.device(endpointId)));
            return;
        }
        if (!reserved.networkId().equals(networkId))
        {
            return;
        }
        final List<String> failures = new ArrayList<>();
        departures.evict(reserved, failures);
        store.save(state);
        if (!failures.isEmpty())
        {
            throw ControlException.failed(failures.get(0));
        }
    }

    private static MacAddr macOf(final EngineEndpoint request)
    {
        return null == request.mac() ? MacAddresses.of(request.ipv4(), request.ipv6()) : request.mac();
    }

    private static void checkSame(final EngineEndpoint present, final EngineEndpoint request)
    {
        final boolean isSame = present.networkId().equals(request.networkId()) &&
            (null == request.mac() || present.mac().equals(request.mac())) &&
            Objects.equals(present.ipv4(), request.ipv4()) && Objects.equals(present.ipv6(), request.ipv6()) &&
            present.driverOpts().equals(request.driverOpts());
        if (!isSame)
        {
            throw ControlException.conflict("endpoint " + present.id() + " already exists with other settings");
        }
    }

    private static void checkFamilies(final Network network, final EngineEndpoint request)
    {
        checkFamily(network, request, request.ipv4(), network.ipv4Pool());
        checkFamily(network, request, request.ipv6(), network.ipv6Pool());
    }

    private static void checkFamily(final Network network, final EngineEndpoint request, final InterfaceAddress address,
        final IpamPool pool)
    {
        if (null == address && null != pool)
        {
            throw ControlException.invalid("endpoint " + request.id() + " lacks an address of " + pool.subnet() +
                " for network " + network.name());
        }
    }

    private static void checkMac(final Network network, final MacAddr mac)
    {
        if (mac.equals(network.gatewayMac()))
        {
            throw ControlException.conflict("MAC address " + mac + " is the gateway's on network " + network.name() +
                "; give the container another, or none");
        }
    }

    /** Who has an address, or the MAC address, of the one that is wanted. */
    private List<EngineEndpoint> rivals(final Network network, final EngineEndpoint wanted)
    {
        return state.engineEndpointsOf(network).stream().filter(other -> other.mac().equals(wanted.mac()) ||
            null != other.ipv4() && other.ipv4().equals(wanted.ipv4()) ||
            null != other.ipv6() && other.ipv6().equals(wanted.ipv6())).toList();
    }

    private void checkDead(final Network network, final EngineEndpoint wanted, final EngineEndpoint rival)
    {
        if (!departures.isDead(rival))
        {
            final boolean isIpv4 = null != rival.ipv4() && rival.ipv4().equals(wanted.ipv4());
            final Object address = rival.mac().equals(wanted.mac()) ? rival.mac() :
                (isIpv4 ? rival.ipv4() : rival.ipv6()).address();
            throw ControlException.conflict("Address already in use: " + address + " on network " + network.name() +
                " is that of container " + state.endpoint(rival.id()).container());
        }
    }

    /** In Docker's words, if an address is not the network's, or is the gateway's. */
    private void checkAddresses(final Network network, final EngineEndpoint wanted, final List<EngineEndpoint> rivals)
    {
        final NetworkAddresses addresses = new NetworkAddresses(network);
        state.engineEndpointsOf(network).stream().filter(other -> !rivals.contains(other))
            .forEach(other -> addresses.take(other.ipv4(), other.ipv6()));
        addresses.takeExactly(wanted.ipv4(), false);
        addresses.takeExactly(wanted.ipv6(), true);
    }
}

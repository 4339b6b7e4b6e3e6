package io.tulle.control.attach;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.IpamPool;
import io.tulle.control.Attached;
import io.tulle.control.Endpoint;
import io.tulle.control.InterfaceAddress;
import io.tulle.control.Json;
import io.tulle.control.Network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes what an interface got, and finds it again in an earlier result. Used by the thread of the request. */
final class CniResult
{
    private final CniVersion version;
    private final CniCall call;
    private final Network network;
    private final Endpoint endpoint;
    private final boolean isGateway;

    CniResult(final CniVersion version, final CniCall call, final Attached attached)
    {
        this.version = version;
        this.call = call;
        network = attached.network();
        endpoint = attached.endpoint();
        isGateway = attached.isGateway();
    }

    ObjectNode json()
    {
        final ObjectNode result = Json.object().put("cniVersion", version.toString());
        final ObjectNode device = result.putArray("interfaces").addObject()
            .put("name", endpoint.interfaceName())
            .put("mac", endpoint.mac().toString())
            .put("sandbox", call.netns().toString());
        if (version.isAtLeast("1.1.0"))
        {
            device.put("mtu", endpoint.mtu());
        }
        final ArrayNode ips = result.putArray("ips");
        final ArrayNode routes = result.putArray("routes");
        add(ips, routes, endpoint.ipv4(), network.ipv4Pool(), "4", "0.0.0.0/0");
        add(ips, routes, endpoint.ipv6(), network.ipv6Pool(), "6", "::/0");
        result.set("dns", dns());
        return result;
    }

    private void add(final ArrayNode ips, final ArrayNode routes, final InterfaceAddress address, final IpamPool pool,
        final String family, final String everywhere)
    {
        if (null == address)
        {
            return;
        }
        final ObjectNode ip = ips.addObject();
        if (!version.isAtLeast("1.0.0"))
        {
            ip.put("version", family);
        }
        ip.put("interface", 0).put("address", address.toString());
        if (!network.internal())
        {
            ip.put("gateway", pool.gateway().toString());
        }
        if (isGateway)
        {
            routes.addObject().put("dst", everywhere).put("gw", pool.gateway().toString());
        }
    }

    /** What the user wrote, else the gateways, which know the names of the network. */
    private ObjectNode dns()
    {
        final Field config = call.config().get("dns");
        final Field runtime = call.config().get("runtimeConfig").get("dns");
        final ObjectNode dns = Json.object();
        final List<String> gateways = network.pools().stream().map(pool -> pool.gateway().toString()).toList();
        dns.set("nameservers", Json.array(first(runtime.get("servers"), config.get("nameservers"), gateways)));
        if (null != config.get("domain").text())
        {
            dns.put("domain", config.get("domain").text());
        }
        dns.set("search", Json.array(first(runtime.get("searches"), config.get("search"), List.of(network.name()))));
        dns.set("options", Json.array(first(runtime.get("options"), config.get("options"), List.of())));
        return dns;
    }

    private static List<String> first(final Field one, final Field two, final List<String> otherwise)
    {
        final List<String> found = new ArrayList<>(one.parseAll(text -> text));
        if (found.isEmpty())
        {
            found.addAll(two.parseAll(text -> text));
        }
        return found.isEmpty() ? otherwise : found;
    }

    /** A refusal if the result of the attachment does not have the interface as it is now. */
    void checkAgainst(final Field prevResult)
    {
        prevResult.check(!prevResult.isAbsent(), "is missing");
        final Map<String, String> macs = new HashMap<>();
        prevResult.get("interfaces").items().stream()
            .filter(device -> call.netns().toString().equals(device.get("sandbox").text()))
            .forEach(device -> macs.put(device.get("name").text(), device.get("mac").text()));
        if (!endpoint.mac().toString().equalsIgnoreCase(macs.get(endpoint.interfaceName())))
        {
            throw new CniError(CniError.FAILED, "prevResult.interfaces: has no " + endpoint.interfaceName() +
                " with MAC address " + endpoint.mac() + " in " + call.netns());
        }
        final List<String> ips = prevResult.get("ips").items().stream().map(ip -> ip.get("address").text()).toList();
        checkAddress(ips, endpoint.ipv4());
        checkAddress(ips, endpoint.ipv6());
    }

    private static void checkAddress(final List<String> ips, final InterfaceAddress address)
    {
        if (null != address && !ips.contains(address.toString()))
        {
            throw new CniError(CniError.FAILED, "prevResult.ips: has no " + address + ", which the interface has");
        }
    }
}

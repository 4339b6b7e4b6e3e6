package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.config.NetworkOptions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns the model into the JSON of state.json and back. Called by the control thread. */
final class StateCodec
{
    static final int VERSION = 1;

    private StateCodec()
    {
    }

    static ObjectNode encode(final State state)
    {
        final ObjectNode root = Json.object().put("version", VERSION).put("topology", state.topologyName());
        final ArrayNode networks = root.putArray("networks");
        state.networks().forEach(network -> networks.add(encode(network)));
        final ArrayNode sandboxes = root.putArray("sandboxes");
        state.sandboxes().forEach(sandbox -> sandboxes.add(EndpointCodec.encode(sandbox)));
        final ArrayNode endpoints = root.putArray("endpoints");
        state.endpoints().forEach(endpoint -> endpoints.add(EndpointCodec.encode(endpoint)));
        final ArrayNode uplinks = root.putArray("uplinks");
        state.uplinks().values().forEach(uplink -> uplinks.add(EdgeCodec.encode(uplink)));
        root.set("nat", EdgeCodec.encode(state.nat()));
        root.set("dns", DnsCodec.encode(state.dns()));
        final ArrayNode ports = root.putArray("ports");
        state.ports().forEach(port -> ports.add(EdgeCodec.encode(port)));
        final ArrayNode reserved = root.putArray("engineEndpoints");
        state.engineEndpoints().forEach(endpoint -> reserved.add(EngineCodec.encode(endpoint)));
        final ArrayNode leased = root.putArray("leasedPools");
        state.leases().pools().forEach(pool -> leased.add(LeaseCodec.encode(pool)));
        return root;
    }

    static State decode(final JsonNode root)
    {
        final int version = root.path("version").asInt();
        if (VERSION != version)
        {
            throw new IllegalArgumentException("version " + version + ", this Tulle reads " + VERSION);
        }
        final State state = new State(Json.required(root, "topology"));
        root.path("networks").forEach(node -> state.put(network(node)));
        root.path("sandboxes").forEach(node -> state.put(EndpointCodec.sandbox(node)));
        root.path("endpoints").forEach(node -> state.put(EndpointCodec.endpoint(node)));
        root.path("uplinks").forEach(node -> state.put(EdgeCodec.uplink(node)));
        state.nat(EdgeCodec.nat(root.path("nat")));
        state.dns(DnsCodec.section(root.path("dns")));
        root.path("ports").forEach(node -> state.put(EdgeCodec.port(node)));
        root.path("engineEndpoints").forEach(node -> state.put(EngineCodec.endpoint(node)));
        root.path("leasedPools").forEach(node -> state.leases().put(LeaseCodec.pool(node)));
        checkReferences(state);
        return state;
    }

    private static void checkReferences(final State state)
    {
        for (final Endpoint endpoint : state.endpoints())
        {
            if (null == state.network(endpoint.networkId()) || null == state.sandbox(endpoint.sandboxId()))
            {
                throw new IllegalArgumentException("endpoint " + endpoint.id() + " has no network or no sandbox");
            }
        }
    }

    private static ObjectNode encode(final Network network)
    {
        final ObjectNode node = Json.object()
            .put("id", network.id())
            .put("name", network.name())
            .put("created", network.created().toString())
            .put("internal", network.internal())
            .put("uplink", network.uplink())
            .put("hostAccess", network.hostAccess())
            .put("enableIpv4", network.enableIpv4())
            .put("enableIpv6", network.enableIpv6())
            .put("attachable", network.attachable())
            .put("origin", network.origin().name());
        final ArrayNode pools = node.putArray("pools");
        network.pools().forEach(pool -> pools.add(encode(pool)));
        node.set("dns", DnsCodec.encode(network.dns()));
        node.set("driverOpts", Json.object(network.driverOpts()));
        node.set("labels", Json.object(network.labels()));
        return node;
    }

    private static Network network(final JsonNode node)
    {
        final List<IpamPool> pools = new ArrayList<>();
        node.path("pools").forEach(pool -> pools.add(pool(pool)));
        final boolean isInternal = node.path("internal").asBoolean();
        final Map<String, String> driverOpts = Json.textMap(node, "driverOpts");
        final Origin origin = Origin.valueOf(Json.required(node, "origin"));
        return new Network(
            Json.required(node, "id"),
            Json.required(node, "name"),
            Instant.parse(Json.required(node, "created")),
            isInternal,
            Json.text(node, "uplink"),
            node.path("hostAccess").asBoolean(!isInternal), // a file of an older version has none
            node.path("enableIpv4").asBoolean(),
            node.path("enableIpv6").asBoolean(),
            node.path("attachable").asBoolean(),
            pools,
            origin.isOfEngine() ? EngineOptions.network(driverOpts) : NetworkOptions.parse(driverOpts),
            DnsCodec.network(node.path("dns")),
            driverOpts,
            Json.textMap(node, "labels"),
            origin);
    }

    private static ObjectNode encode(final IpamPool pool)
    {
        final ObjectNode node = Json.object()
            .put("subnet", pool.subnet().toString())
            .put("ipRange", null == pool.ipRange() ? null : pool.ipRange().toString())
            .put("gateway", pool.gateway().toString());
        node.set("auxAddresses", Json.object(pool.auxAddresses()));
        return node;
    }

    private static IpamPool pool(final JsonNode node)
    {
        final String ipRange = Json.text(node, "ipRange");
        final Map<String, IpAddress> auxAddresses = new LinkedHashMap<>();
        Json.textMap(node, "auxAddresses").forEach((name, ip) -> auxAddresses.put(name, IpAddress.parse(ip)));
        return new IpamPool(
            Cidr.parse(Json.required(node, "subnet")),
            null == ipRange ? null : Cidr.parse(ipRange),
            IpAddress.parse(Json.required(node, "gateway")),
            auxAddresses);
    }
}

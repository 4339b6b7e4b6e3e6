package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.config.NatFiltering;
import io.tulle.config.NatSpec;
import io.tulle.config.NatTimeouts;
import io.tulle.config.PortMapping;
import io.tulle.config.PortRange;
import io.tulle.config.UplinkSpec;

import java.time.Duration;
import java.util.List;

/** Turns uplinks, translation and published ports into JSON and back. Called by the control thread. */
final class EdgeCodec
{
    private EdgeCodec()
    {
    }

    static ObjectNode encode(final UplinkSpec uplink)
    {
        final ObjectNode node = Json.object()
            .put("name", uplink.name())
            .put("interface", uplink.interfaceName())
            .put("ports", uplink.ports().toString());
        node.set("addresses", Json.array(uplink.addresses().stream().map(Object::toString).toList()));
        return node;
    }

    static UplinkSpec uplink(final JsonNode node)
    {
        return new UplinkSpec(Json.required(node, "name"), Json.required(node, "interface"),
            Json.texts(node, "addresses").stream().map(UplinkSpec.Address::parse).toList(),
            PortRange.parse(Json.required(node, "ports")));
    }

    static ObjectNode encode(final NatSpec nat)
    {
        final NatTimeouts timeouts = nat.timeouts();
        final ObjectNode node = Json.object()
            .put("udpFiltering", nat.udpFiltering().name())
            .put("tcpFiltering", nat.tcpFiltering().name())
            .put("maxSessions", nat.maxSessions())
            .put("minContainerSessions", nat.minContainerSessions())
            .put("maxContainerSessions", nat.maxContainerSessions())
            .put("portParity", nat.portParity());
        node.putObject("timeoutsS")
            .put("udp", timeouts.udp().toSeconds())
            .put("icmp", timeouts.icmp().toSeconds())
            .put("tcpEstablished", timeouts.tcpEstablished().toSeconds())
            .put("tcpOpening", timeouts.tcpOpening().toSeconds())
            .put("tcpClosing", timeouts.tcpClosing().toSeconds())
            .put("tcpIncomingSyn", timeouts.tcpIncomingSyn().toSeconds())
            .put("other", timeouts.other().toSeconds());
        return node;
    }

    /** A file of an older version has none. */
    static NatSpec nat(final JsonNode node)
    {
        if (node.isMissingNode())
        {
            return NatSpec.DEFAULTS;
        }
        return new NatSpec(timeouts(node.path("timeoutsS")), NatFiltering.valueOf(Json.required(node, "udpFiltering")),
            NatFiltering.valueOf(Json.required(node, "tcpFiltering")), node.path("maxSessions").asInt(),
            node.path("minContainerSessions").asInt(), node.path("maxContainerSessions").asInt(),
            node.path("portParity").asBoolean());
    }

    private static NatTimeouts timeouts(final JsonNode node)
    {
        return new NatTimeouts(seconds(node, "udp"), seconds(node, "icmp"), seconds(node, "tcpEstablished"),
            seconds(node, "tcpOpening"), seconds(node, "tcpClosing"), seconds(node, "tcpIncomingSyn"),
            seconds(node, "other"));
    }

    private static Duration seconds(final JsonNode node, final String field)
    {
        return Duration.ofSeconds(Long.parseLong(Json.required(node, field)));
    }

    static ObjectNode encode(final PublishedPort port)
    {
        final ObjectNode node = Json.object()
            .put("sandboxId", port.sandboxId())
            .put("container", port.container())
            .put("asked", port.asked().toString())
            .put("endpointId", port.endpointId())
            .put("hostIp", null == port.hostIp() ? null : port.hostIp().toString())
            .put("hostPort", port.hostPort())
            .put("hostPortEnd", port.hostPortEnd())
            .put("origin", port.origin().name());
        node.set("allow", Json.array(port.allow().stream().map(Object::toString).toList()));
        return node;
    }

    static PublishedPort port(final JsonNode node)
    {
        final List<Cidr> allow = Json.texts(node, "allow").stream().map(Cidr::parse).toList();
        final String hostIp = Json.text(node, "hostIp");
        return new PublishedPort(Json.required(node, "sandboxId"), Json.required(node, "container"),
            PortMapping.parse(Json.required(node, "asked")).allow(allow), Json.text(node, "endpointId"),
            null == hostIp ? null : IpAddress.parse(hostIp), node.path("hostPort").asInt(),
            node.path("hostPortEnd").asInt(), Origin.valueOf(Json.required(node, "origin")));
    }
}

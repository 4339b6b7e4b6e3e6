package io.tulle.control.attach;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.Attachment;
import io.tulle.config.IpAddress;
import io.tulle.config.MacAddr;
import io.tulle.config.PortMapping;
import io.tulle.config.Protocol;
import io.tulle.control.AttachInterface;
import io.tulle.control.AttachKey;
import io.tulle.control.AttachRequest;
import io.tulle.control.Attached;
import io.tulle.control.Json;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what podman tells netavark of a container, and tells Tulle's networks from netavark's. Used by the thread of
 * the request.
 */
final class NetavarkRequest
{
    private static final String CONTAINER_ID = "[0-9a-f]{64}";
    private static final String PORTS = "port_mappings";
    private static final int SHORT_ID = 12;

    private final Path netns;
    private final Field field;
    private final Map<String, NetavarkNetwork> marked = new LinkedHashMap<>(); // by podman's name

    NetavarkRequest(final Field body)
    {
        netns = body.get("netns").parse(NetavarkRequest::absolute);
        body.get("netns").check(null != netns, "is missing");
        field = Field.of(body.get("request").node()); // places as podman has them
        field.get("networks").members().keySet().forEach(name ->
        {
            final Field info = field.get("network_info").get(name);
            info.check(!info.isAbsent(), "is missing");
            final NetavarkNetwork network = new NetavarkNetwork(info);
            if (network.isMarked())
            {
                marked.put(name, network);
            }
        });
    }

    static Path absolute(final String text)
    {
        if (!text.startsWith("/") || text.indexOf('\0') >= 0)
        {
            throw new IllegalArgumentException(text + " is not the path of a namespace");
        }
        return Path.of(text).normalize();
    }

    /** Are all of its networks Tulle's? */
    boolean isOurs()
    {
        return marked.size() == field.get("networks").members().size();
    }

    AttachRequest toAttach()
    {
        final List<AttachInterface> interfaces = marked.entrySet().stream()
            .map(network -> toAttach(network.getKey(), network.getValue())).toList();
        return new AttachRequest(containerId(), field.get("container_name").text(), netns, interfaces,
            isOurs() || hasWayOut() ? ports() : List.of());
    }

    /** What podman calls the network of an interface. */
    String nameOf(final Attached attached)
    {
        return marked.entrySet().stream()
            .filter(network -> network.getValue().id().equals(attached.network().id()))
            .map(Map.Entry::getKey).findFirst().orElseThrow();
    }

    List<AttachKey> toDetach()
    {
        return marked.entrySet().stream().map(network -> new AttachKey(containerId(), network.getValue().id(),
            interfaceName(field.get("networks").get(network.getKey())))).toList();
    }

    /** What is left for netavark to set up; ports are published once. */
    JsonNode foreignSetup()
    {
        final ObjectNode foreign = foreignTeardown();
        if (hasWayOut())
        {
            foreign.set(PORTS, Json.array());
        }
        return foreign;
    }

    /** Netavark removes the ports that it publishes, and passes over others. */
    ObjectNode foreignTeardown()
    {
        final ObjectNode foreign = Json.object();
        field.members().forEach((name, value) -> foreign.set(name, value.node()));
        for (final String part : List.of("networks", "network_info"))
        {
            final ObjectNode kept = foreign.putObject(part);
            field.get(part).members().forEach((name, value) ->
            {
                if (!marked.containsKey(name))
                {
                    kept.set(name, value.node());
                }
            });
        }
        return foreign;
    }

    private boolean hasWayOut()
    {
        return marked.values().stream().anyMatch(network -> !network.isInternal());
    }

    private String containerId()
    {
        final String id = field.get("container_id").required();
        field.get("container_id").check(id.matches(CONTAINER_ID), "is not 64 hex digits");
        return id;
    }

    private AttachInterface toAttach(final String name, final NetavarkNetwork network)
    {
        final Field options = field.get("networks").get(name);
        final List<IpAddress> ips = options.get("static_ips").parseAll(IpAddress::parse);
        return new AttachInterface(network.definition(), network.dns(), interfaceName(options),
            ipOf(options, ips, false), ipOf(options, ips, true),
            options.get("static_mac").parse(MacAddr::parse), aliases(options));
    }

    private static String interfaceName(final Field options)
    {
        options.get("interface_name").required();
        return options.get("interface_name").parse(Attachment::parseInterfaceName);
    }

    private static IpAddress ipOf(final Field options, final List<IpAddress> ips, final boolean isV6)
    {
        final List<IpAddress> found = ips.stream().filter(ip -> ip.isV6() == isV6).toList();
        options.get("static_ips").check(found.size() <= 1,
            "has " + found.size() + " addresses of one family; Tulle's networks have one subnet a family");
        return found.isEmpty() ? null : found.get(0);
    }

    /** Without the short id, which is a name anyway. */
    private List<String> aliases(final Field options)
    {
        final String shortId = containerId().substring(0, SHORT_ID);
        return options.get("aliases").parseAll(alias -> alias).stream()
            .filter(alias -> !alias.equals(shortId) && !alias.equals(field.get("container_name").text()))
            .distinct().toList();
    }

    private List<PortMapping> ports()
    {
        return field.get(PORTS).items().stream().map(NetavarkRequest::port).toList();
    }

    private static PortMapping port(final Field field)
    {
        final int size = field.get("range").isAbsent() ? 1 : Math.max(1, field.get("range").number(0, PortFields.MAX));
        final Protocol protocol = field.get("protocol").parse(Protocol::parse);
        return PortFields.mapping(field.get("host_ip").parse(IpAddress::parse), field.get("host_port"),
            field.get("container_port"), size, null == protocol ? Protocol.TCP : protocol);
    }
}

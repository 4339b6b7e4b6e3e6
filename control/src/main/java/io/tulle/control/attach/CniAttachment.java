package io.tulle.control.attach;

import io.tulle.config.IpAddress;
import io.tulle.config.MacAddr;
import io.tulle.config.PortMapping;
import io.tulle.config.Protocol;
import io.tulle.control.AttachInterface;
import io.tulle.control.AttachRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads what a runtime wants of one interface: by its capabilities (runtimeConfig), else by args, else by CNI_ARGS.
 * Used by the thread of the request.
 */
final class CniAttachment
{
    private final CniCall call;
    private final Field config;
    private final Field runtime;

    CniAttachment(final CniCall call)
    {
        this.call = call;
        config = call.config();
        runtime = config.get("runtimeConfig");
    }

    AttachRequest request()
    {
        final CniNetwork network = new CniNetwork(config);
        final List<IpAddress> ips = ips();
        final AttachInterface wanted = new AttachInterface(network.definition(), network.dns(), call.interfaceName(),
            ipOf(ips, false), ipOf(ips, true), mac(), aliases());
        final List<PortMapping> ports =
            runtime.get("portMappings").items().stream().map(CniAttachment::port).toList();
        return new AttachRequest(call.containerId(), call.containerName(), call.netns(), List.of(wanted), ports);
    }

    private List<IpAddress> ips()
    {
        final List<IpAddress> ofRuntime = runtime.get("ips").parseAll(CniAttachment::ip);
        final List<IpAddress> ofArgs = config.get("args").get("cni").get("ips").parseAll(CniAttachment::ip);
        final IpAddress ofEnvironment = argument("IP", CniAttachment::ip);
        return !ofRuntime.isEmpty() ? ofRuntime : !ofArgs.isEmpty() ? ofArgs :
            null == ofEnvironment ? List.of() : List.of(ofEnvironment);
    }

    /** Some runtimes give the subnet's prefix length as well. */
    private static IpAddress ip(final String text)
    {
        final int slash = text.indexOf('/');
        return IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    }

    private static IpAddress ipOf(final List<IpAddress> ips, final boolean isV6)
    {
        final List<IpAddress> found = ips.stream().filter(ip -> ip.isV6() == isV6).toList();
        if (found.size() > 1)
        {
            throw new IllegalArgumentException("ips: " + found + " are of one family; an interface has one of each");
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private MacAddr mac()
    {
        final MacAddr ofRuntime = runtime.get("mac").parse(MacAddr::parse);
        return null == ofRuntime ? argument("MAC", MacAddr::parse) : ofRuntime;
    }

    private <T> T argument(final String key, final Function<String, T> parser)
    {
        final String text = call.argument(key);
        try
        {
            return null == text ? null : parser.apply(text);
        }
        catch (final IllegalArgumentException e)
        {
            throw new CniError(CniError.BAD_ENVIRONMENT, "CNI_ARGS: " + key + ": " + e.getMessage());
        }
    }

    private List<String> aliases()
    {
        final List<String> aliases = new ArrayList<>(config.get("aliases").parseAll(alias -> alias));
        aliases.addAll(runtime.get("aliases").parseAll(alias -> alias));
        return aliases.stream().distinct().toList();
    }

    private static PortMapping port(final Field field)
    {
        final Protocol protocol = field.get("protocol").parse(Protocol::parse);
        return PortFields.mapping(field.get("hostIP").parse(IpAddress::parse), field.get("hostPort"),
            field.get("containerPort"), 1, null == protocol ? Protocol.TCP : protocol);
    }
}

package io.tulle.control.attach;

import io.tulle.config.Cidr;
import io.tulle.config.DnsServer;
import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.config.NetworkDns;
import io.tulle.config.NetworkOptions;
import io.tulle.control.EngineNetwork;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a network of podman that is to be Tulle's: one with the label {@code tulle}. Podman takes no option that it
 * does not know, so options of Tulle's are labels, too. Used by the thread of the request.
 */
final class NetavarkNetwork
{
    private static final String MARK = "tulle";
    private static final String ID = "[0-9a-f]{64}";

    private final Field field;

    NetavarkNetwork(final Field field)
    {
        this.field = field;
    }

    /** {@code --label tulle}, or tulle=true; tulle=false leaves it to netavark. */
    boolean isMarked()
    {
        final Field mark = field.get("labels").get(MARK);
        final String text = mark.text();
        mark.check(null == text || text.isEmpty() || "true".equals(text) || "false".equals(text),
            text + " is neither true nor false; make the network again with --label tulle=true");
        return null != text && !"false".equals(text);
    }

    boolean isInternal()
    {
        return field.get("internal").truth(false);
    }

    EngineNetwork definition()
    {
        final String driver = field.get("driver").required();
        field.get("driver").check("bridge".equals(driver),
            driver + " is not what Tulle's networks have; make the network again with driver bridge");
        checkIpam();
        final List<IpamPool> pools = field.get("subnets").items().stream().map(NetavarkNetwork::pool).toList();
        field.get("subnets").check(!pools.isEmpty(), "is empty; make the network again with --subnet");
        return new EngineNetwork(id(), field.get("name").required(), isInternal(),
            pools.stream().anyMatch(pool -> !pool.subnet().isV6()),
            pools.stream().anyMatch(pool -> pool.subnet().isV6()), pools, options(), field.get("labels").texts());
    }

    String id()
    {
        final String id = field.get("id").required();
        field.get("id").check(id.matches(ID), "is not 64 hex digits");
        return id;
    }

    NetworkDns dns()
    {
        return !field.get("dns_enabled").truth(false) ? NetworkDns.OFF :
            new NetworkDns(true, field.get("network_dns_servers").parseAll(DnsServer::parse), Map.of());
    }

    /** Podman gives out the addresses; with DHCP, nobody would. */
    private void checkIpam()
    {
        final Field driver = field.get("ipam_options").get("driver");
        driver.check(null == driver.text() || "host-local".equals(driver.text()),
            driver.text() + " is not what Tulle can do; make the network again without --ipam-driver");
    }

    private static IpamPool pool(final Field field)
    {
        final Cidr subnet = field.get("subnet").parse(Cidr::parse);
        field.get("subnet").check(null != subnet, "is missing");
        final IpAddress gateway = field.get("gateway").parse(IpAddress::parse);
        // without a gateway, podman gives the lowest address to a container
        return new IpamPool(subnet, null, null == gateway ? subnet.lastHost() : gateway, Map.of());
    }

    private Map<String, String> options()
    {
        final Map<String, String> options = new TreeMap<>();
        field.get("labels").texts().forEach((key, value) -> put(options, key, value));
        field.get("options").members().forEach((key, value) ->
        {
            if ("mtu".equals(key))
            {
                options.put(NetworkOptions.MTU, value.required());
            }
            else if (!"isolate".equals(key)) // Tulle's networks always are
            {
                value.check(put(options, key, value.required()), "is not an option of Tulle's networks");
            }
        });
        return options;
    }

    private static boolean put(final Map<String, String> options, final String key, final String value)
    {
        final boolean isOption = key.startsWith("tulle.") || key.startsWith("com.docker.network.");
        if (isOption)
        {
            options.put(key, value);
        }
        return isOption;
    }
}

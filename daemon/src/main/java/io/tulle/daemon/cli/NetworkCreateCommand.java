package io.tulle.daemon.cli;

import io.tulle.control.CreateNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;

/** Makes a network live, with the flags of docker network create. */
@Command(name = "create", description = {
    "Make a network and print its id. Without --subnet it gets the next free one of Docker's default pools.",
    "apply leaves it alone: it goes with network rm or with down."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle network create blue",
        "  tulle network create --subnet 10.40.0.0/24 --ip-range 10.40.0.128/25 --gateway 10.40.0.1 \\",
        "      --aux-address printer=10.40.0.200 --internal blue",
        "  tulle network create --ipv6 --subnet 10.41.0.0/24 --subnet fd00:41::/64 dual",
        "  tulle network create --dns 192.0.2.53 --dns 192.0.2.54 lab",
        "  tulle network create -o com.docker.network.driver.mtu=9000 --label team=shop jumbo"})
final class NetworkCreateCommand extends TulleCommand
{
    @Parameters(paramLabel = "NAME", description = "Of the network.")
    private String name;
    @Option(names = "--subnet", paramLabel = "CIDR", description = "One of each family.")
    private List<String> subnets;
    @Option(names = "--ip-range", paramLabel = "CIDR", description = "The part of the subnet to give addresses from.")
    private List<String> ipRanges;
    @Option(names = "--gateway", paramLabel = "IP", description = "Instead of the subnet's lowest address.")
    private List<String> gateways;
    @Option(names = "--aux-address", paramLabel = "NAME=IP", description = "An address that no container gets.")
    private Map<String, String> auxAddresses;
    @Option(names = "--internal", description = "Containers reach each other only.")
    private boolean isInternal;
    @Option(names = "--ipv6", description = "Give containers IPv6 addresses too.")
    private boolean isIpv6;
    @Option(names = "--attachable", description = "Shown by inspect; every network of Tulle can be attached to.")
    private boolean isAttachable;
    @Option(names = "--dns", paramLabel = "SERVER",
        description = "Asked for names that are not of containers: ADDRESS or ADDRESS:PORT; may be given again.")
    private List<String> dns;
    @Option(names = {"-o", "--opt"}, paramLabel = "KEY=VALUE",
        description = "A driver option, as in driver_opts of the file.")
    private Map<String, String> options;
    @Option(names = "--label", paramLabel = "KEY[=VALUE]", mapFallbackValue = "", description = "Shown by inspect.")
    private Map<String, String> labels;

    @Override
    public Integer call()
    {
        out().println(client().createNetwork(request()));
        return ExitCodes.OK;
    }

    CreateNetwork request()
    {
        return new CreateNetwork(name, isInternal, isAttachable, null, isIpv6,
            PoolOptions.pools(list(subnets), list(ipRanges), list(gateways),
                null == auxAddresses ? Map.of() : auxAddresses),
            options, labels, dns);
    }

    private static List<String> list(final List<String> values)
    {
        return null == values ? List.of() : values;
    }
}

package io.tulle.daemon.cli;

import io.tulle.control.Connect;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;

/** Joins a running container to a network, with the flags of docker network connect. */
@Command(name = "connect", description = "Join CONTAINER to NETWORK while it runs: it gets one more interface.",
    footerHeading = "%nExamples:%n", footer = {
        "  tulle network connect blue web",
        "  tulle network connect --ip 10.40.0.9 --alias www blue web",
        "  tulle network connect --driver-opt com.docker.network.endpoint.ifname=data0 blue web"})
final class NetworkConnectCommand extends TulleCommand
{
    @Parameters(index = "0", paramLabel = "NETWORK", description = "Name or id.")
    private String network;
    @Parameters(index = "1", paramLabel = "CONTAINER", description = "Its name.")
    private String container;
    @Option(names = "--ip", paramLabel = "IP", description = "Instead of the lowest free IPv4 address.")
    private String ipv4;
    @Option(names = "--ip6", paramLabel = "IP", description = "Instead of the lowest free IPv6 address.")
    private String ipv6;
    @Option(names = "--alias", paramLabel = "NAME", description = "One more name of the container on this network.")
    private List<String> aliases;
    @Option(names = "--driver-opt", paramLabel = "KEY=VALUE", description = "An option of this interface.")
    private Map<String, String> driverOpts;
    @Option(names = "--gw-priority", paramLabel = "N", defaultValue = "0",
        description = "The default route is that of the network with the highest one (${DEFAULT-VALUE}).")
    private int gwPriority;

    @Override
    public Integer call()
    {
        client().connect(request());
        return ExitCodes.OK;
    }

    Connect request()
    {
        return new Connect(network, container, ipv4, ipv6, null, aliases, driverOpts, gwPriority);
    }
}

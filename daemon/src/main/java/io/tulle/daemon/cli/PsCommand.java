package io.tulle.daemon.cli;

import io.tulle.control.ContainerRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.List;

/** Lists containers with their interfaces and addresses. */
@Command(name = "ps", description = "List containers, one line for each network that a container is on.",
    footerHeading = "%nExamples:%n", footer = {
        "  tulle ps",
        "  tulle ps --json | jq -r '.[] | select(.name == \"db\") | .networks[0].ipv4'"})
final class PsCommand extends TulleCommand
{
    @Mixin
    private JsonOption json;

    @Override
    public Integer call()
    {
        final List<ContainerRow> containers = client().containers();
        if (json.isJson())
        {
            Json.print(out(), containers);
            return ExitCodes.OK;
        }
        final Table table = new Table(
            "CONTAINER", "NETWORK", "INTERFACE", "IPV4", "IPV6", "MAC", "MTU", "MODE", "NAMESPACE", "SESSIONS",
            "PORTS");
        for (final ContainerRow container : containers)
        {
            addRows(table, container);
        }
        table.print(out());
        return ExitCodes.OK;
    }

    private static void addRows(final Table table, final ContainerRow container)
    {
        for (final ContainerRow.Joined joined : container.networks())
        {
            table.row(container.name(), joined.network(), joined.interfaceName(), joined.ipv4(), joined.ipv6(),
                joined.mac(), joined.mtu(), container.mode(), container.path(),
                joined.sessions(), joined.defaultGateway() ? String.join(", ", container.ports()) : null);
        }
        if (container.networks().isEmpty())
        {
            table.row(container.name(), null, null, null, null, null, null, container.mode(), container.path(),
                null, null);
        }
    }
}

package io.tulle.daemon.cli;

import io.tulle.config.PortRange;
import io.tulle.control.PortRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists what is reachable from where. */
@Command(name = "ports", description = "List published ports: what is reachable, from where, and by which uplinks.",
    footerHeading = "%nExamples:%n", footer = {
        "  tulle ports",
        "  tulle ports web",
        "  tulle ports --json | jq -r '.[] | select(.from == [\"anyone\"]) | .hostPort'"})
final class PortsCommand extends TulleCommand
{
    @Parameters(paramLabel = "CONTAINER", arity = "0..1", description = "Only those of this container.")
    private String container;
    @Mixin
    private JsonOption json;

    @Override
    public Integer call()
    {
        final List<PortRow> ports = client().ports(container);
        if (json.isJson())
        {
            Json.print(out(), ports.stream().map(PortsCommand::map).toList());
            return ExitCodes.OK;
        }
        final Table table = new Table(
            "HOST-IP", "HOST-PORT", "PROTOCOL", "CONTAINER", "NETWORK", "PORT", "FROM", "UPLINKS");
        for (final PortRow port : ports)
        {
            table.row(null == port.hostIp() ? "*" : port.hostIp(), range(port.hostPort(), port.hostPortEnd()),
                port.protocol(), port.container(), port.network(),
                range(port.containerPort(), port.containerPortEnd()), String.join(" ", port.from()),
                String.join(" ", port.uplinks()));
        }
        table.print(out());
        return ExitCodes.OK;
    }

    private static String range(final int first, final int last)
    {
        return 0 == first ? "any" : new PortRange(first, last).toString();
    }

    /** With the host's address as text; null means every one. */
    private static Map<String, Object> map(final PortRow port)
    {
        final Map<String, Object> map = new LinkedHashMap<>();
        map.put("container", port.container());
        map.put("network", port.network());
        map.put("protocol", port.protocol());
        map.put("hostIp", null == port.hostIp() ? null : port.hostIp().toString());
        map.put("hostPort", port.hostPort());
        map.put("hostPortEnd", port.hostPortEnd());
        map.put("containerPort", port.containerPort());
        map.put("containerPortEnd", port.containerPortEnd());
        map.put("from", new ArrayList<>(port.from()));
        map.put("uplinks", new ArrayList<>(port.uplinks()));
        return map;
    }
}

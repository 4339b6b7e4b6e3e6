package io.tulle.daemon.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;

/** Publishes a port of a running container on the host. */
@Command(name = "publish", description = {
    "Publish a port of CONTAINER on the host while it runs; print the host port.",
    "PORT is [HOST-IP:][HOST-PORT[-END]:]CONTAINER-PORT[-END][/tcp|udp], as after docker run -p."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle publish web 8080:80",
        "  tulle publish web 80                          # any free host port",
        "  tulle publish --allow 192.0.2.0/24 db 5432:5432",
        "  tulle publish dns 127.0.0.1:5353:53/udp       # for this host alone"})
final class PublishCommand extends TulleCommand
{
    @Parameters(index = "0", paramLabel = "CONTAINER", description = "Its name.")
    private String container;
    @Parameters(index = "1", paramLabel = "PORT", description = "What to publish, and where.")
    private String port;
    @Option(names = "--allow", paramLabel = "CIDR", description = "Only for these sources; may be given again.")
    private List<String> allow;

    @Override
    public Integer call()
    {
        out().println(client().publish(container, port, null == allow ? List.of() : allow));
        return ExitCodes.OK;
    }
}

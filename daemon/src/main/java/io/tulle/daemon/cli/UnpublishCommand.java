package io.tulle.daemon.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes a published port back. */
@Command(name = "unpublish", description = {
    "Take a published port of CONTAINER back: its sessions end, the host port is free again.",
    "PORT is HOST-PORT[-END][:CONTAINER-PORT[-END]][/tcp|udp]. A port of the file comes back with the next apply."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle unpublish web 8080",
        "  tulle unpublish dns 5353:53/udp"})
final class UnpublishCommand extends TulleCommand
{
    @Parameters(index = "0", paramLabel = "CONTAINER", description = "Its name.")
    private String container;
    @Parameters(index = "1", paramLabel = "PORT", description = "As tulle ports shows it.")
    private String port;

    @Override
    public Integer call()
    {
        client().unpublish(container, port);
        return ExitCodes.OK;
    }
}

package io.tulle.daemon.cli;

import io.tulle.control.PlanResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;

/** Shows what apply would change in a running Tulle. */
@Command(name = "plan", description = {
    "Show what apply -f FILE would change in the running Tulle, and change nothing.",
    "+ is added, - is removed, ~ is changed; what interrupts traffic says so."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:done; with --exit-code: nothing to change",
        "1:it failed",
        "2:the command line or the file is wrong; with --exit-code also: there are changes",
        "3:no Tulle runs there"},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle plan -f shop.yaml",
        "  tulle plan -f shop.yaml --exit-code > /dev/null || echo 'the file and the running Tulle differ'"})
final class PlanCommand extends TulleCommand
{
    @Mixin
    private TopologyFile topologyFile;
    @Mixin
    private JsonOption json;

    @Option(names = "--exit-code", description = "Exit with 2 if there is something to change.")
    private boolean isExitCode;

    @Override
    public Integer call() throws IOException
    {
        final PlanResult plan = client().plan(topologyFile.absoluteName(), topologyFile.text(err()));
        if (json.isJson())
        {
            out().println(plan.json().toPrettyString());
        }
        else if (plan.lines().isEmpty())
        {
            out().println("nothing to change");
        }
        else
        {
            plan.lines().forEach(out()::println);
        }
        return isExitCode && !plan.lines().isEmpty() ? ExitCodes.CHANGES : ExitCodes.OK;
    }
}

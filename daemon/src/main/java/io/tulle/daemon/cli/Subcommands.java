package io.tulle.daemon.cli;

import io.tulle.daemon.demo.DemoCommand;
import picocli.CommandLine;

import java.util.Arrays;
import java.util.List;

/**
 * Knows the subcommands by name. Only those that the user's words may mean are made, because reading the annotations of
 * all of them costs a fifth of a command's start-up time.
 */
final class Subcommands
{
    /** In the order of the help. */
    static final List<String> NAMES = List.of("up", "down", "check", "plan", "apply", "ps", "ports",
        "publish", "unpublish", "sessions", "network", "dns", "fdb",
        "stat", "drops", "capture", "exec", "demo", "completion", "version", "warm-up");

    private Subcommands()
    {
    }

    /** Adds the subcommands that these words name, or all of them if they name none: then it is help or a mistake. */
    static void addTo(final CommandLine root, final String... words)
    {
        final List<String> named = NAMES.stream().filter(Arrays.asList(words)::contains).toList();
        for (final String name : named.isEmpty() || named.contains("completion") ? NAMES : named)
        {
            root.addSubcommand(name, create(name));
        }
        if (named.contains("exec"))
        {
            root.getSubcommands().get("exec").setStopAtPositional(true); // what follows is the options of CMD
        }
    }

    private static Object create(final String name)
    {
        return switch (name)
        {
            case "up" -> new UpCommand();
            case "down" -> new DownCommand();
            case "check" -> new CheckCommand();
            case "plan" -> new PlanCommand();
            case "apply" -> new ApplyCommand();
            case "ps" -> new PsCommand();
            case "ports" -> new PortsCommand();
            case "publish" -> new PublishCommand();
            case "unpublish" -> new UnpublishCommand();
            case "sessions" -> new SessionsCommand();
            case "network" -> new NetworkCommand();
            case "dns" -> new DnsCommand();
            case "fdb" -> new FdbCommand();
            case "stat" -> new StatCommand();
            case "drops" -> new DropsCommand();
            case "capture" -> new CaptureCommand();
            case "exec" -> new ExecCommand();
            case "demo" -> new DemoCommand();
            case "completion" -> new CompletionCommand();
            case "warm-up" -> new WarmUpCommand();
            default -> new VersionCommand();
        };
    }
}

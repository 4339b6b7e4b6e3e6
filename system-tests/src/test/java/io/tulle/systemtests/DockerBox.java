package io.tulle.systemtests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** A container of Docker, by its name: what tests do with it and ask of it. Called by tests. */
record DockerBox(DockerHost docker, String name)
{
    /** Runs it in the background. @param options those of docker run */
    static DockerBox run(final DockerHost docker, final String name, final String... options)
    {
        return run(docker, name, List.of("sleep", "1000000"), options);
    }

    /** Runs it with another command than to sleep. */
    static DockerBox run(final DockerHost docker, final String name, final List<String> command,
        final String... options)
    {
        docker.docker(words("run", name, command, options)).ok();
        return new DockerBox(docker, name);
    }

    /** As above, and it does not wait. */
    static Background start(final DockerHost docker, final String name, final String... options)
    {
        return docker.startDocker(words("run", name, List.of("sleep", "1000000"), options));
    }

    private static String[] words(final String first, final String name, final List<String> command,
        final String... options)
    {
        final List<String> words =
            new ArrayList<>(List.of(first, "--detach", "--stop-signal", "KILL", "--name", name));
        words.addAll(Arrays.asList(options));
        words.add(DockerHost.IMAGE);
        words.addAll(command);
        return words.toArray(new String[0]);
    }

    /** Runs a docker command on it: {@code on("stop")}. */
    CommandResult on(final String command, final String... options)
    {
        final List<String> words = new ArrayList<>(List.of(command));
        words.addAll(Arrays.asList(options));
        words.add(name);
        return docker.docker(words.toArray(new String[0]));
    }

    CommandResult exec(final String... words)
    {
        return docker.exec(name, words);
    }

    CommandResult ping(final String address)
    {
        return exec("ping", "-c", "1", "-W", "10", address);
    }

    /** For what must not answer. */
    boolean cannotReach(final String address)
    {
        return !exec("ping", "-c", "2", "-i", "0.2", "-W", "1", address).isOk();
    }

    /** Its network, for programs of the real host. */
    Container network()
    {
        return docker.container(name);
    }

    /** The first lines of what ip says of a device. */
    String device(final String device)
    {
        return exec("ip", "address", "show", device).out();
    }

    JsonNode inspect()
    {
        return Instance.parse(docker.docker("inspect", name).ok().out()).get(0);
    }

    /** What Docker says of it on a network. */
    JsonNode attachment(final String network)
    {
        return inspect().path("NetworkSettings").path("Networks").path(network);
    }

    String address(final String network)
    {
        return attachment(network).path("IPAddress").asText();
    }

    boolean isRunning()
    {
        return "true".equals(docker.inspect(name, "{{.State.Running}}"));
    }
}

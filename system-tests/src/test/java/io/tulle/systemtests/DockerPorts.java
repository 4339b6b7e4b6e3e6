package io.tulle.systemtests;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** Publishes ports of containers of Docker, and asks for what came of it where the driver shows it. Called by tests. */
record DockerPorts(DockerHost docker)
{
    /** A running container that publishes these. @param ports the words behind -p */
    void run(final String name, final String network, final String... ports)
    {
        docker.run(words(name, network, ports).toArray(new String[0]));
    }

    /** As above, and it may fail. */
    CommandResult tryToRun(final String name, final String network, final String... ports)
    {
        final List<String> words = new ArrayList<>(List.of("run", "--detach", "--stop-signal", "KILL"));
        words.addAll(words(name, network, ports));
        words.addAll(List.of(DockerHost.IMAGE, "sleep", "1000000"));
        return docker.docker(words.toArray(new String[0]));
    }

    private static List<String> words(final String name, final String network, final String... ports)
    {
        final List<String> words = new ArrayList<>(List.of("--name", name, "--network", network));
        List.of(ports).forEach(port -> words.addAll(List.of("-p", port)));
        return words;
    }

    /** The ports of a container such as {@code 0.0.0.0:8080->80/tcp}, as docker port has them, or tulle ports. */
    List<String> of(final DockerDriver driver, final String name)
    {
        return DockerDriver.BRIDGE == driver ? ofBridge(name) : ofTulle(name);
    }

    private List<String> ofBridge(final String name)
    {
        return docker.docker("port", name).ok().lines().stream()
            .map(line -> line.replaceAll("(.*) -> (.*)", "$2->$1")).sorted().toList();
    }

    /** Its name comes from Docker's API, a moment after the container runs. */
    private List<String> ofTulle(final String name)
    {
        final List<String> ports = new ArrayList<>();
        Eventually.eventually(() -> "ports of " + name + " in " + docker.host().tulle().tulle("ps"), () ->
        {
            ports.clear();
            docker.host().tulle().json("ports", name, "--json").forEach(row -> ports.add(text(row)));
            return !ports.isEmpty();
        });
        return ports.stream().sorted().toList();
    }

    private static String text(final JsonNode row)
    {
        return (row.path("hostIp").isNull() ? "*" : row.path("hostIp").asText()) + ":" +
            range(row.path("hostPort").asInt(), row.path("hostPortEnd").asInt()) + "->" +
            range(row.path("containerPort").asInt(), row.path("containerPortEnd").asInt()) + "/" +
            row.path("protocol").asText();
    }

    private static String range(final int first, final int last)
    {
        return first == last ? String.valueOf(first) : first + "-" + last;
    }

    /** The number of the host's port of such a text. */
    static int hostPort(final String port)
    {
        return Integer.parseInt(port.replaceAll(".*:([0-9]+)->.*", "$1"));
    }

    /** The address that the server saw. */
    static String get(final Container from, final String address)
    {
        return from.run("curl", "-gsS", "--max-time", "10", "http://" + address + "/").ok().out().strip();
    }

    static boolean cannotGet(final Container from, final String address)
    {
        return !from.run("curl", "-gsS", "--max-time", "2", "http://" + address + "/").isOk();
    }
}

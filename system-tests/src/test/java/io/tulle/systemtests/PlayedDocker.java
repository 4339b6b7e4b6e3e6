package io.tulle.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Assertions;

/**
 * Plays dockerd's part towards Tulle's driver, one step at a time and in any order: calls, and what dockerd does with a
 * device in between. Called by tests.
 */
final class PlayedDocker
{
    private static final String NETWORK = "e".repeat(64);
    private static final int ID_DIGITS = 64;

    private final TestHost host;
    private final Path keys;

    PlayedDocker(final TestHost host)
    {
        this.host = host;
        keys = host.directory().resolve("keys");
    }

    /** The file for a Tulle that is this one's driver. */
    String yaml()
    {
        return "docker: {socket: " + socket() + ", api: none}\n";
    }

    /** Calls the driver. */
    JsonNode call(final String method, final String json)
    {
        final JsonNode answer = Instance.parse(host.run(List.of("curl", "--silent", "--show-error", "--unix-socket",
            socket().toString(), "--data", json, "http://docker/" + method)).ok().out());
        Assertions.assertEquals("", answer.path("Err").asText(), method);
        return answer;
    }

    /** Makes the only network: 10.83.0.0/24. */
    void createNetwork()
    {
        call("NetworkDriver.CreateNetwork", """
            {"NetworkID": "%s", "Options": {"com.docker.network.generic": {}}, "IPv6Data": [], "IPv4Data":
            [{"AddressSpace": "x", "Pool": "10.83.0.0/24", "Gateway": "10.83.0.1/24", "AuxAddresses": {}}]}"""
            .formatted(NETWORK));
    }

    /** Reserves 10.83.0.N and joins; the sandbox is not there yet. @return the device's name on the host */
    String join(final int number)
    {
        call("NetworkDriver.CreateEndpoint", """
            {"NetworkID": "%s", "EndpointID": "%s", "Options": {}, "Interface":
            {"Address": "10.83.0.%d/24", "AddressIPv6": "", "MacAddress": ""}}"""
            .formatted(NETWORK, endpoint(number), number));
        return call("NetworkDriver.Join", """
            {"NetworkID": "%s", "EndpointID": "%s", "SandboxKey": "%s", "Options": {}}"""
            .formatted(NETWORK, endpoint(number), key(number))).path("InterfaceName").path("SrcName").asText();
    }

    /** Makes the sandbox of an endpoint, and takes its device into it as eth0. */
    void take(final int number, final Container container, final String device)
    {
        try
        {
            Files.createDirectories(keys);
            Files.createSymbolicLink(key(number), container.path());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        host.host().run("ip", "link", "set", device, "netns", container.namespace()).ok();
        container.run("ip", "link", "set", device, "name", "eth0").ok();
        container.run("ip", "addr", "add", "10.83.0." + number + "/24", "dev", "eth0").ok();
        container.run("ip", "link", "set", "eth0", "up").ok();
        container.run("ip", "route", "add", "default", "via", "10.83.0.1").ok();
    }

    /** Gives the device back to the host, as it was named there. */
    void giveBack(final Container container, final String device)
    {
        container.run("ip", "link", "set", "eth0", "down").ok();
        container.run("ip", "link", "set", "eth0", "name", device).ok();
        container.run("ip", "link", "set", device, "netns", host.host().namespace()).ok();
    }

    /** Removes the sandbox. */
    void end(final int number, final Container container)
    {
        try
        {
            Files.delete(key(number));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        host.remove(container);
    }

    void leave(final int number)
    {
        call("NetworkDriver.Leave", ids(number));
    }

    void deleteEndpoint(final int number)
    {
        call("NetworkDriver.DeleteEndpoint", ids(number));
    }

    private static String ids(final int number)
    {
        return "{\"NetworkID\": \"%s\", \"EndpointID\": \"%s\"}".formatted(NETWORK, endpoint(number));
    }

    private static String endpoint(final int number)
    {
        return Integer.toHexString(number).repeat(ID_DIGITS).substring(0, ID_DIGITS);
    }

    private Path key(final int number)
    {
        return keys.resolve("sandbox" + number);
    }

    private Path socket()
    {
        return host.directory().resolve("tulle.sock");
    }
}

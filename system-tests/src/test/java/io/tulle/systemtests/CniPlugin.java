package io.tulle.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Assertions;

/**
 * Calls the CNI plugin as a container runtime does: the command in the environment, the configuration on standard
 * input, and for CHECK the result of ADD in it. Called by tests.
 */
final class CniPlugin
{
    private static final Path SHIM = Launcher.PATH.resolve("../../daemon/src/main/shims/tulle-cni").normalize();

    private final TestHost host;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private String config = "";

    CniPlugin(final TestHost host)
    {
        this.host = host;
        set("TULLE_SOCKET", host.tulle().runDir().resolve("tulle.sock").toString());
    }

    /** What is in the configuration from now on. */
    CniPlugin config(final String json)
    {
        config = json;
        return this;
    }

    /** A variable of the calls from now on; null for none. */
    CniPlugin set(final String variable, final String value)
    {
        environment.put(variable, value);
        return this;
    }

    /** The container of the calls from now on. */
    CniPlugin container(final String id, final Container container)
    {
        return set("CNI_CONTAINERID", id).set("CNI_NETNS", container.path().toString()).set("CNI_IFNAME", "eth0");
    }

    CommandResult call(final String command)
    {
        try
        {
            final Path input = Files.writeString(host.directory().resolve("cni.json"), config);
            final List<String> words = new ArrayList<>(List.of("env"));
            environment.forEach((name, value) -> words.addAll(null == value ? List.of() : List.of(name + "=" + value)));
            words.addAll(List.of("CNI_COMMAND=" + command, "CNI_PATH=" + SHIM.getParent(),
                "sh", "-c", "exec \"$0\" < \"$1\"", SHIM.toString(), input.toString()));
            return host.run(words);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** A call that succeeds and prints a result. */
    JsonNode result(final String command)
    {
        return Instance.parse(call(command).ok().out());
    }

    /** A call that succeeds and prints nothing. */
    void done(final String command)
    {
        Assertions.assertEquals("", call(command).ok().out());
    }

    /** A call that fails, with the specification's code. @return its words */
    String refused(final String command, final int code)
    {
        final CommandResult result = call(command).exits(1);
        final JsonNode error = Instance.parse(result.out());
        Assertions.assertEquals(code, error.path("code").asInt(), result::toString);
        Assertions.assertTrue(error.path("cniVersion").isTextual(), result::toString);
        return error.path("msg").asText() + error.path("details").asText();
    }
}

package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Asks the API what the shims of podman and CNI ask; a file stands for a namespace. */
abstract class AttachTestBase extends ServiceTest
{
    Path netns;

    @BeforeEach
    void makeNamespace() throws IOException
    {
        netns = namespace("netns-1");
    }

    final Path namespace(final String name) throws IOException
    {
        return Files.writeString(stateDir.resolve(name), "");
    }

    final ApiAnswer ask(final String page, final String body)
    {
        final JsonNode json = JsonText.parse(body.getBytes(StandardCharsets.UTF_8));
        return new ApiRoutes("1", service, null, mode -> { })
            .answer("POST", List.of(page.split("/")), Map.of(), json);
    }

    static String text(final ApiAnswer answer)
    {
        return answer.status() +
            (null == answer.body() ? "" : " " + new String(JsonText.bytes(answer.body()), StandardCharsets.UTF_8));
    }

    final List<String> networks()
    {
        return service.networks().stream().map(NetworkRow::name).toList();
    }

    final List<String> containers()
    {
        return service.containers().stream().map(ContainerRow::name).toList();
    }

    final List<String> published()
    {
        return service.ports(null).stream().map(port ->
            port.hostIp() + ":" + port.hostPort() + "-" + port.hostPortEnd() + " " + port.network()).toList();
    }
}

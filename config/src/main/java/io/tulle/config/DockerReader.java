package io.tulle.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads the section {@code docker} of the file. */
final class DockerReader
{
    private static final Keys KEYS = Keys.of("docker", "socket", "spec", "api");
    private static final int MAX_SOCKET_BYTES = 107; // unix(7): sun_path, with the final NUL
    private static final String NONE = "none";

    private DockerReader()
    {
    }

    static DockerSpec read(final YamlNode node)
    {
        node.mapOrReport();
        KEYS.check(node);
        final DockerSpec defaults = DockerSpec.DEFAULTS;
        return new DockerSpec(
            node.parse("socket", text -> socket(text, ".sock"), defaults.socket()),
            node.parse("spec", text -> file(text, ".spec"), defaults.spec()),
            node.parse("api", text -> NONE.equals(text) ? null : socket(text, ""), defaults.api()));
    }

    private static Path socket(final String text, final String suffix)
    {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_BYTES)
        {
            throw new BadValueException(text, "is longer than the " + MAX_SOCKET_BYTES +
                " bytes that a socket's path may have", "choose a shorter path");
        }
        return file(text, suffix);
    }

    private static Path file(final String text, final String suffix)
    {
        if (text.chars().anyMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c)))
        {
            throw new BadValueException(text, "has a space or a control character", "choose another path");
        }
        final boolean hasName = !text.endsWith("/" + suffix) && !text.endsWith("/");
        if (!text.startsWith("/") || !hasName || !text.endsWith(suffix))
        {
            throw new BadValueException(text, "is not the path of such a file",
                "write an absolute path" + (suffix.isEmpty() ? "" : " that ends with " + suffix));
        }
        return Path.of(text).normalize();
    }
}

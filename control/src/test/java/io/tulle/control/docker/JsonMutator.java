package io.tulle.control.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.control.JsonText;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Damages requests, the same way at every run: values are exchanged for nasty ones, and sometimes octets. */
final class JsonMutator
{
    private static final int MAX_CHANGES = 4;
    private static final List<String> NASTY = List.of("null", "true", "{}", "[]", "\"\"", "\" \"", "0", "-1", "65536",
        "4294967296", "9223372036854775807", "1e300", "0.5", "[{}]", "[null]", "{\"\":\"\"}", "\"0.0.0.0/0\"",
        "\"::/0\"", "\"10.0.0.1/32\"", "\"10.0.0.0/31\"", "\"fd00::/127\"", "\"255.255.255.255/32\"",
        "\"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128\"", "\"10.77.0.255/24\"", "\"10.77.0.0/24\"", "\"10.77.0.1/24\"",
        "\"10.77.0.1\"", "\"::ffff:10.77.0.1\"", "\"fe80::1%eth0\"", "\"/\"", "\"/proc/self/ns/net\"", "\"/a/../b\"",
        "\"\\u0000\"", "\"/\\u0000\"", "\"\\ud800\"", "\"ff:ff:ff:ff:ff:ff\"", "\"02:42:0a:4d:00:01\"",
        "\"" + "9".repeat(400) + "\"", "\"" + "x".repeat(5_000) + "\"", "\"%s%n\\n\\u001b[0m\"", "6", "17", "132");

    private final Random random;

    JsonMutator(final long seed)
    {
        random = new Random(seed);
    }

    byte[] next(final String request)
    {
        final JsonNode tree = JsonText.parse(request.getBytes(StandardCharsets.UTF_8));
        for (int i = random.nextInt(MAX_CHANGES); i > 0; i--)
        {
            change(tree);
        }
        final byte[] bytes = JsonText.bytes(tree);
        if (0 == random.nextInt(8))
        {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private void change(final JsonNode tree)
    {
        final List<JsonNode> containers = new ArrayList<>();
        collect(tree, containers);
        final JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container instanceof final ArrayNode array)
        {
            change(array);
        }
        else
        {
            change((ObjectNode) container);
        }
    }

    private void change(final ArrayNode array)
    {
        if (array.isEmpty() || random.nextBoolean())
        {
            array.add(array.isEmpty() ? nasty() : array.get(random.nextInt(array.size())).deepCopy());
        }
        else
        {
            array.set(random.nextInt(array.size()), nasty());
        }
    }

    private void change(final ObjectNode object)
    {
        final List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        names.add("com.docker.network.internal");
        final String name = names.get(random.nextInt(names.size()));
        if (0 == random.nextInt(4))
        {
            object.remove(name);
        }
        else
        {
            object.set(name, nasty());
        }
    }

    private JsonNode nasty()
    {
        return JsonText.parse(NASTY.get(random.nextInt(NASTY.size())).getBytes(StandardCharsets.UTF_8));
    }

    private static void collect(final JsonNode node, final List<JsonNode> containers)
    {
        if (node.isContainerNode())
        {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }
}

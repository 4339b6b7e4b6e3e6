package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;

import java.util.stream.Collectors;

/** Turns the pools that Docker was given into the JSON of state.json and back. Called by the control thread. */
final class LeaseCodec
{
    private LeaseCodec()
    {
    }

    static ObjectNode encode(final LeasedPool pool)
    {
        final PoolWords words = pool.words();
        final ObjectNode node = Json.object()
            .put("id", pool.id())
            .put("addressSpace", words.addressSpace())
            .put("subnet", words.subnet().toString())
            .put("ipRange", null == words.range() ? null : words.range().toString())
            .put("confirmed", pool.isConfirmed());
        node.set("options", Json.object(words.options()));
        node.set("taken", Json.array(pool.taken().stream().map(IpAddress::toString).toList()));
        return node;
    }

    static LeasedPool pool(final JsonNode node)
    {
        final String range = Json.text(node, "ipRange");
        final PoolWords words = new PoolWords(
            Json.required(node, "addressSpace"),
            Cidr.parse(Json.required(node, "subnet")),
            null == range ? null : Cidr.parse(range),
            Json.textMap(node, "options"));
        return new LeasedPool(Json.required(node, "id"), words, node.path("confirmed").asBoolean(),
            Json.texts(node, "taken").stream().map(IpAddress::parse).collect(Collectors.toSet()));
    }
}

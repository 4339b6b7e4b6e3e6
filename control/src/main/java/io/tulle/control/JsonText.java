package io.tulle.control;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads and writes JSON trees with Jackson's streaming half. Its ObjectMapper would do the same, but costs a fresh JVM
 * about 200 ms where this costs 90 (JDK 17, two-processor machine), and each command line is a fresh JVM. Any thread.
 */
public final class JsonText
{
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonText()
    {
    }

    /** Reads one value, nothing as a missing node; IllegalArgumentException says where it is broken. */
    public static JsonNode parse(final byte[] text)
    {
        try (JsonParser parser = FACTORY.createParser(text))
        {
            final JsonNode node = null == parser.nextToken() ? MissingNode.getInstance() : read(parser);
            if (null != parser.nextToken())
            {
                throw new IllegalArgumentException("not JSON: more than one value");
            }
            return node;
        }
        catch (final JsonProcessingException e)
        {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage() + place(e), e);
        }
        catch (final IOException e)
        {
            throw new IllegalStateException("reading from memory cannot fail", e);
        }
    }

    /** The tree without a space too many, in UTF-8. */
    public static byte[] bytes(final JsonNode node)
    {
        return bytes(node, false);
    }

    /** The tree for people, indented. */
    public static String pretty(final JsonNode node)
    {
        return new String(bytes(node, true), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(final JsonNode node, final boolean isPretty)
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(out, JsonEncoding.UTF8))
        {
            generator.setPrettyPrinter(isPretty ? new DefaultPrettyPrinter() : null);
            write(node, generator);
        }
        catch (final IOException e)
        {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }

    /** Jackson refuses more than 1,000 levels, so the recursion ends. */
    private static JsonNode read(final JsonParser parser) throws IOException
    {
        return switch (parser.currentToken())
        {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_NUMBER_INT -> NODES.numberNode(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
            case VALUE_NULL -> NODES.nullNode();
            default -> NODES.textNode(parser.getText());
        };
    }

    private static ObjectNode readObject(final JsonParser parser) throws IOException
    {
        final ObjectNode object = NODES.objectNode();
        for (String name = parser.nextFieldName(); null != name; name = parser.nextFieldName())
        {
            parser.nextToken();
            object.set(name, read(parser));
        }
        return object;
    }

    private static ArrayNode readArray(final JsonParser parser) throws IOException
    {
        final ArrayNode array = NODES.arrayNode();
        while (JsonToken.END_ARRAY != parser.nextToken())
        {
            array.add(read(parser));
        }
        return array;
    }

    private static void write(final JsonNode node, final JsonGenerator out) throws IOException
    {
        switch (node.getNodeType())
        {
            case OBJECT:
                writeObject(node, out);
                break;
            case ARRAY:
                out.writeStartArray();
                for (final JsonNode element : node)
                {
                    write(element, out);
                }
                out.writeEndArray();
                break;
            case NUMBER:
                out.writeNumber(node.asText());
                break;
            case BOOLEAN:
                out.writeBoolean(node.booleanValue());
                break;
            case NULL:
                out.writeNull();
                break;
            default:
                out.writeString(node.asText());
        }
    }

    private static void writeObject(final JsonNode node, final JsonGenerator out) throws IOException
    {
        out.writeStartObject();
        for (final Map.Entry<String, JsonNode> field : node.properties())
        {
            out.writeFieldName(field.getKey());
            write(field.getValue(), out);
        }
        out.writeEndObject();
    }

    private static String place(final JsonProcessingException e)
    {
        return null == e.getLocation() ? "" :
            " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")";
    }
}

package io.tulle.config;

import io.tulle.config.YamlNode.Kind;
import io.tulle.config.YamlNode.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Makes YamlNodes of the YAML library's nodes: follows aliases, merges {@code <<}, refuses keys that come twice. */
final class YamlTree
{
    private static final Set<Tag> TAGS =
        Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ, Tag.MERGE);
    private static final String MERGE_KEY = "<<";

    private final Problems problems;

    YamlTree(final Problems problems)
    {
        this.problems = problems;
    }

    YamlNode of(final Node root)
    {
        return node(root, "", place(root));
    }

    private YamlNode node(final Node node, final String path, final Place keyPlace)
    {
        checkTag(node, path);
        if (node instanceof MappingNode map)
        {
            final YamlNode parent = new YamlNode(problems, path, keyPlace, place(node), Kind.MAP, null);
            tuples(map, path).forEach((key, tuple) -> parent.entries().put(key,
                node(tuple.getValueNode(), join(path, key), place(tuple.getKeyNode()))));
            return parent;
        }
        if (node instanceof SequenceNode list)
        {
            return list(list, path, keyPlace);
        }
        final ScalarNode scalar = (ScalarNode) node;
        final Kind kind = Tag.NULL.equals(scalar.getTag()) ? Kind.NULL : Kind.SCALAR;
        return new YamlNode(problems, path, keyPlace, place(node), kind, Kind.NULL == kind ? null : scalar.getValue());
    }

    private YamlNode list(final SequenceNode list, final String path, final Place keyPlace)
    {
        final YamlNode parent = new YamlNode(problems, path, keyPlace, place(list), Kind.LIST, null);
        for (final Node item : list.getValue())
        {
            parent.items().add(node(item, path + '[' + parent.items().size() + ']', place(item)));
        }
        return parent;
    }

    /** Keys written here come first and win; then those of each merged map, the first of them winning. */
    private Map<String, NodeTuple> tuples(final MappingNode map, final String path)
    {
        final Map<String, NodeTuple> tuples = new LinkedHashMap<>();
        final List<Node> merges = new ArrayList<>();
        for (final NodeTuple tuple : map.getValue())
        {
            final Node key = tuple.getKeyNode();
            if (isMerge(key))
            {
                merges.add(tuple.getValueNode());
            }
            else if (!(key instanceof ScalarNode scalar))
            {
                report(key, path, null, "has a key that is a map or a list", "write a plain key");
            }
            else if (null != tuples.putIfAbsent(scalar.getValue(), tuple))
            {
                report(key, path, scalar.getValue(), "is written twice: first on line " +
                    place(tuples.get(scalar.getValue()).getKeyNode()).line(), "remove one of them");
            }
        }
        merges.forEach(merge -> merge(merge, path, tuples));
        return tuples;
    }

    private void merge(final Node merge, final String path, final Map<String, NodeTuple> tuples)
    {
        if (merge instanceof MappingNode map)
        {
            tuples(map, path).forEach(tuples::putIfAbsent);
        }
        else if (merge instanceof SequenceNode list &&
            list.getValue().stream().allMatch(item -> item instanceof MappingNode))
        {
            list.getValue().forEach(item -> merge(item, path, tuples));
        }
        else
        {
            report(merge, path, MERGE_KEY, "merges something that is not a map", "merge an anchor: '<<: *name'");
        }
    }

    private static boolean isMerge(final Node key)
    {
        return key instanceof ScalarNode scalar && scalar.isPlain() && MERGE_KEY.equals(scalar.getValue());
    }

    private void checkTag(final Node node, final String path)
    {
        if (!TAGS.contains(node.getTag()))
        {
            report(node, path, node.getTag().getValue(), "is a tag that a topology does not know", "remove it");
        }
    }

    private void report(final Node at, final String path, final String value, final String message, final String remedy)
    {
        final Place place = place(at);
        problems.add(place.line(), place.column(), path, value, message, remedy);
    }

    private static String join(final String path, final String key)
    {
        final String step = key.matches("[a-zA-Z0-9_-]+") ? (path.isEmpty() ? "" : ".") + key : "[\"" + key + "\"]";
        return path + step;
    }

    private static Place place(final Node node)
    {
        return node.getStartMark().map(mark -> new Place(mark.getLine() + 1, mark.getColumn() + 1))
            .orElse(new Place(1, 1));
    }
}

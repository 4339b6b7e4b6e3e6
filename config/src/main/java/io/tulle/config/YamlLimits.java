package io.tulle.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Refuses files that are small to write and large to read. Nesting is counted on the flat stream of events, before
 * anything recursive sees it; what aliases stand for is counted with every shared node measured once, so that
 * "a billion laughs" costs a hundred additions.
 */
final class YamlLimits
{
    private static final int MAX_DEPTH = 40; // a topology needs 8
    private static final long MAX_NODES = 500_000; // 4 MiB of anything that makes sense holds fewer
    private static final String SMALLER = "write it flatter and smaller";
    private static final long IN_PROGRESS = -1;

    private final Problems problems;
    private final Map<Node, Long> sizes = new IdentityHashMap<>();
    private final Map<Node, Integer> depths = new IdentityHashMap<>();

    YamlLimits(final Problems problems)
    {
        this.problems = problems;
    }

    /** Throws the library's exceptions on bad syntax. */
    boolean admitsEvents(final LoadSettings settings, final String text)
    {
        int depth = 0;
        int count = 0;
        for (final Event event : new Parse(settings).parseString(text))
        {
            depth += switch (event.getEventId())
            {
                case MappingStart, SequenceStart -> 1;
                case MappingEnd, SequenceEnd -> -1;
                default -> 0;
            };
            if (depth > MAX_DEPTH || ++count > MAX_NODES)
            {
                return refuse(event.getStartMark().orElse(null), depth > MAX_DEPTH ?
                    "nests deeper than " + MAX_DEPTH + " levels" : "holds more than " + MAX_NODES + " values", SMALLER);
            }
        }
        return true;
    }

    boolean admitsAliases(final Node root)
    {
        final long size = size(root);
        if (IN_PROGRESS == size)
        {
            return refuse(root.getStartMark().orElse(null), "has an alias inside its own anchor",
                "name another anchor, or write the value out");
        }
        if (size > MAX_NODES || depths.get(root) > MAX_DEPTH)
        {
            return refuse(root.getStartMark().orElse(null),
                "holds more than " + MAX_NODES + " values or " + MAX_DEPTH + " levels once its aliases are followed",
                SMALLER);
        }
        return true;
    }

    /**
     * How many nodes a node stands for; IN_PROGRESS when it holds itself. An anchor is measured before its aliases,
     * so the recursion is no deeper than the text.
     */
    private long size(final Node node)
    {
        final Long known = sizes.putIfAbsent(node, IN_PROGRESS);
        if (null != known)
        {
            return known;
        }
        long size = 1;
        int depth = 0;
        for (final Node child : children(node))
        {
            final long childSize = size(child);
            if (IN_PROGRESS == childSize)
            {
                return IN_PROGRESS;
            }
            size = Math.min(size + childSize, Long.MAX_VALUE / 2);
            depth = Math.max(depth, depths.get(child));
        }
        sizes.put(node, size);
        depths.put(node, depth + 1);
        return size;
    }

    private static Iterable<Node> children(final Node node)
    {
        if (node instanceof SequenceNode list)
        {
            return list.getValue();
        }
        final List<Node> children = new ArrayList<>();
        if (node instanceof MappingNode map)
        {
            for (final NodeTuple tuple : map.getValue())
            {
                children.add(tuple.getKeyNode());
                children.add(tuple.getValueNode());
            }
        }
        return children;
    }

    private boolean refuse(final Mark mark, final String message, final String remedy)
    {
        problems.add(null == mark ? 1 : mark.getLine() + 1, null == mark ? 1 : mark.getColumn() + 1, "", null, message,
            remedy);
        return false;
    }
}

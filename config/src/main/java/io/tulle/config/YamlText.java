package io.tulle.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Makes a tree of YAML text, or reports where its syntax fails. */
final class YamlText
{
    private final Problems problems;
    private final LoadSettings settings;

    YamlText(final Problems problems, final int maxLength)
    {
        this.problems = problems;
        settings = LoadSettings.builder().setUseMarks(true).setSchema(new PlainMergeSchema())
            .setCodePointLimit(maxLength)
            .setAllowDuplicateKeys(true).setAllowNonScalarKeys(true).setMaxAliasesForCollections(Integer.MAX_VALUE)
            .build(); // duplicates, odd keys and aliases are reported by YamlTree and YamlLimits, with places
    }

    /** The tree, or null after a problem. */
    YamlNode tree(final String text)
    {
        try
        {
            return admitted(text);
        }
        catch (final MarkedYamlEngineException e)
        {
            syntax(e);
        }
        catch (final ReaderException e)
        {
            unreadable(text, e);
        }
        catch (final YamlEngineException e)
        {
            problems.add(null, "is not YAML: " + e.getMessage(), "save it as UTF-8 text");
        }
        return null;
    }

    private YamlNode admitted(final String text)
    {
        final YamlLimits limits = new YamlLimits(problems);
        if (!limits.admitsEvents(settings, text))
        {
            return null;
        }
        final Optional<Node> root = new Compose(settings).composeString(text);
        if (root.isEmpty())
        {
            problems.add(null, "the file is empty", "describe networks and containers; see config/examples");
            return null;
        }
        return limits.admitsAliases(root.get()) ? new YamlTree(problems).of(root.get()) : null;
    }

    private void syntax(final MarkedYamlEngineException e)
    {
        final Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
        final String context = null == e.getContext() || e.getContext().isBlank() ? "" :
            e.getContext().strip() + ", ";
        final int line = mark.map(Mark::getLine).orElse(0) + 1;
        problems.add(line, mark.map(Mark::getColumn).orElse(0) + 1, "", null,
            "is not YAML: " + (context + e.getProblem()).strip(), "check quotes, brackets and indentation up to here");
    }

    private void unreadable(final String text, final ReaderException e)
    {
        final int at = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
        final String before = text.substring(0, at);
        final int lineStart = 1 + Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r'));
        problems.add((int) (before + '.').lines().count(), at - lineStart + 1, "",
            String.format("U+%04X", e.getCodePoint()),
            "is a character that YAML does not allow", "save the file as UTF-8 text");
    }
}

/**
 * The topology file, in Compose's own words, strictly checked: from text to records, or to every mistake in it at once.
 *
 * <p>{@code TopologyLoader} reads bytes; {@code YamlText} makes a tree of them within {@code YamlLimits};
 * {@code YamlTree} follows aliases and merge keys and leaves {@code YamlNode}s, each with its line, column and path.
 * One reader a section makes records of them, {@code CrossChecks} looks across sections. Readers never throw: they tell
 * {@code Problems} and go on with a default. A new key: its name in the section's {@code Keys}, a line in its reader,
 * a line in {@code schema/topology.schema.json}, rows in the test's {@code mistakes.txt}.
 */
package io.tulle.config;

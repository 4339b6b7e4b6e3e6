package io.tulle.config;

import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML 1.2's core schema with {@code <<} left as written: YamlTree merges, as the library's merge loses places. */
final class PlainMergeSchema extends CoreSchema
{
    @Override
    public ScalarResolver getScalarResolver()
    {
        final ScalarResolver core = super.getScalarResolver();
        return (value, isImplicit) -> "<<".equals(value) ? Tag.STR : core.resolve(value, isImplicit);
    }
}

package io.tulle.config;

/**
 * Gives what is said about options their place in the file.
 *
 * @param options the map they were read from.
 */
record YamlOptionSink(YamlNode options) implements OptionSink
{
    @Override
    public void error(final String key, final String value, final String message, final String remedy)
    {
        final YamlNode option = options.child(key);
        if (null == value)
        {
            option.keyProblem(options.path(), key, message, remedy);
        }
        else if (YamlNode.Kind.SCALAR == option.kind() || YamlNode.Kind.NULL == option.kind())
        {
            option.problem(value, message, remedy);
        }
    }

    @Override
    public void warning(final String key, final String message)
    {
        options.child(key).warn(message);
    }
}

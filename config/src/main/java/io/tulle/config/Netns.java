package io.tulle.config;

/** Where a container's network namespace is found. */
public sealed interface Netns
{
    /**
     * A name under /run/netns, as {@code ip netns add} makes.
     *
     * @param name the file's name.
     */
    record Named(String name) implements Netns
    {
        @Override
        public String toString()
        {
            return name;
        }
    }

    /**
     * A file that a namespace is bound to.
     *
     * @param path absolute.
     */
    record Path(java.nio.file.Path path) implements Netns
    {
        @Override
        public String toString()
        {
            return path.toString();
        }
    }

    /**
     * The namespace of a process.
     *
     * @param pid 1 to 4,194,304.
     */
    record Pid(int pid) implements Netns
    {
        @Override
        public String toString()
        {
            return "pid:" + pid;
        }
    }

    /**
     * A file that a container engine binds its namespace to, perhaps only after Tulle was told of it.
     *
     * @param path absolute.
     */
    record Engine(java.nio.file.Path path) implements Netns
    {
        static final String PREFIX = "engine:";

        @Override
        public String toString()
        {
            return PREFIX + path;
        }
    }

    /** Tulle makes the namespace, and removes it. */
    record Create() implements Netns
    {
        @Override
        public String toString()
        {
            return "create";
        }
    }

    /** Reads what toString wrote, the namespaces of container engines among it: for saved states, not for users. */
    static Netns saved(final String text)
    {
        return text.startsWith(Engine.PREFIX) ?
            new Engine(java.nio.file.Path.of(text.substring(Engine.PREFIX.length()))) : parse(text);
    }

    /** Reads a name, an absolute path, pid:1234 or create; BadValueException says what is wrong. */
    static Netns parse(final String text)
    {
        return NetnsText.parse(text);
    }

    /** Do both surely mean the same namespace? A name is a path under /run/netns; create is a new one every time. */
    default boolean isSameAs(final Netns other)
    {
        return !(this instanceof Create) && NetnsText.canonical(this).equals(NetnsText.canonical(other));
    }
}

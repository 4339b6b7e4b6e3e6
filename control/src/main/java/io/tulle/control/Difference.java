package io.tulle.control;

/** One property that changes: {@code mtu 1500 -> 9000}. */
public record Difference(String property, String before, String after)
{
    @Override
    public String toString()
    {
        return property + " " + shown(before) + " -> " + shown(after);
    }

    private static String shown(final String value)
    {
        return null == value || value.isEmpty() ? "none" : value;
    }
}

package io.tulle.tapio.linux;

/** What a thread does inside a network namespace; what it throws is thrown to the caller, with its own type. */
@FunctionalInterface
public interface NamespaceWork<T, E extends Exception>
{
    T call() throws E;
}

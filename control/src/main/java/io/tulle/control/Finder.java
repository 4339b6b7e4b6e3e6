package io.tulle.control;

import io.tulle.config.NetworkMode;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Finds what a user names: by name, else by id, else by the unique start of an id. Called by the control thread. */
final class Finder
{
    private final State state;

    Finder(final State state)
    {
        this.state = state;
    }

    Network network(final String word)
    {
        final Network found = find(word, state.networks(), Network::name, Network::id, "network");
        if (null == found)
        {
            throw ControlException.notFound("network " + word + " not found");
        }
        return found;
    }

    Sandbox sandbox(final String word)
    {
        final Sandbox found = find(word, state.sandboxes(), Sandbox::container, Sandbox::id, "container");
        if (null == found)
        {
            throw ControlException.notFound("No such container: " + word);
        }
        return found;
    }

    /** The container whose resolver this one has: its own, or that of the namespace's owner. */
    String resolverOf(final String word)
    {
        final Sandbox sandbox = sandbox(word);
        if (sandbox.mode() instanceof NetworkMode.Host)
        {
            throw ControlException.conflict("container " + sandbox.container() + " has the host's resolver");
        }
        return sandbox.mode() instanceof final NetworkMode.Container shared ? shared.name() : sandbox.container();
    }

    private static <T> T find(
        final String word,
        final Collection<T> all,
        final Function<T, String> name,
        final Function<T, String> id,
        final String kind)
    {
        if (null == word || word.isEmpty())
        {
            throw ControlException.invalid("the name or id of a " + kind + " is missing");
        }
        final List<T> named = all.stream().filter(one -> name.apply(one).equals(word)).toList();
        final List<T> matches = named.isEmpty() ?
            all.stream().filter(one -> id.apply(one).startsWith(word)).toList() : named;
        if (matches.size() > 1)
        {
            throw ControlException.invalid(
                kind + " " + word + " is ambiguous (" + matches.size() + " matches found on ID prefix)");
        }
        return matches.isEmpty() ? null : matches.get(0);
    }
}

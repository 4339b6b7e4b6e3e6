package io.tulle.daemon.uplink;

import java.util.Collection;
import java.util.List;

/**
 * Keeps the host's stack silent about Tulle's external ports on an address that both share: without this, the kernel
 * would answer a stranger's SYN to a published port with a reset. A table of nftables drops the packets on their way
 * in, after packet sockets have had their copy. Called by control threads, in the host's namespace.
 */
public final class ExternalPortSilence implements AutoCloseable
{
    private static final String TABLE = "tulle";

    private final String table;
    private String applied = "";

    /** @param instance tells several Tulles in one namespace apart, or empty for the only one */
    public ExternalPortSilence(final String instance)
    {
        table = instance.isEmpty() ? TABLE : TABLE + "_" + instance.replaceAll("[^A-Za-z0-9]", "_");
    }

    /**
     * Takes the place of what was applied before, also by a Tulle that was killed, all at once.
     *
     * @param uplinks those whose interfaces are there
     * @throws IllegalStateException with nft's own words
     */
    public void apply(final Collection<SilencedUplink> uplinks)
    {
        final String rules = SilenceRules.of(table, uplinks);
        if (!rules.equals(applied))
        {
            NftProgram.run(removal() + rules);
            applied = rules;
        }
    }

    /** Removes the table; content when it is not there. */
    @Override
    public void close()
    {
        NftProgram.run(removal());
        applied = "";
    }

    /** Only what is there can be deleted, and making sure that it is there is no error. */
    private String removal()
    {
        return String.join("\n", List.of("add table netdev " + table, "delete table netdev " + table, ""));
    }
}

package io.tulle.control;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/** Removes everything but the record of what Docker tells once. Called by the control thread. */
final class Removal
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Removal.class);

    private final State state;
    private final StateStore store;
    private final Fabric fabric;

    Removal(final State state, final StateStore store, final Fabric fabric)
    {
        this.state = state;
        this.store = store;
        this.fabric = fabric;
    }

    /** @return one line for each thing that failed; the state file goes last, if nothing is in it. */
    List<String> removeAll()
    {
        final ApplyReport report = new Applier(state, store, fabric).apply(Plan.removalOf(state));
        state.engineEndpoints().forEach(state::remove); // their devices are gone
        report.plan().networks().stream().filter(NetworkChange::keepsRecord)
            .forEach(change -> LOGGER.info(change.text()));
        store.save(state);
        if (state.isEmpty())
        {
            store.delete();
        }
        return report.failures();
    }
}

package io.tulle.control;

import java.util.List;

/** Does one thing of many: if it fails, that is one clear line, and the others go on. Called by the control thread. */
final class Guard
{
    private Guard()
    {
    }

    /** True if it was done; else failures has "subject: why" more. */
    static boolean run(final String subject, final List<String> failures, final Runnable task)
    {
        try
        {
            task.run();
            return true;
        }
        catch (final FabricException | ControlException e)
        {
            failures.add(subject + ": " + e.getMessage());
        }
        catch (final RuntimeException e)
        {
            // a mistake in the Fabric, not of the user: the kind of exception tells more than its text
            failures.add(subject + ": " + e);
        }
        return false;
    }
}

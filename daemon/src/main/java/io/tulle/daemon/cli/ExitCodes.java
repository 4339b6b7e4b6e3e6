package io.tulle.daemon.cli;

/** What a command tells the shell that called it. */
public final class ExitCodes
{
    public static final int OK = 0;
    /** it was understood, and all or a part of it did not work */
    public static final int FAILED = 1;
    /** a command or a file that cannot be understood: nothing was done */
    public static final int USAGE = 2;
    public static final int NOT_RUNNING = 3;
    /** {@code plan --exit-code} only: Terraform's word for "there is something to do" */
    public static final int CHANGES = 2;

    private ExitCodes()
    {
    }
}

package io.tulle.daemon.demo;

/** Ends the demo early: what comes next would make no sense. */
final class DemoFailure extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    DemoFailure(final String message)
    {
        super(message);
    }
}

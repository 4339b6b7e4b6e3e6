package io.tulle.daemon.demo;

/** One row of the demo's table. */
record DemoResult(boolean isPassed, String what, String measured)
{
    static DemoResult of(final boolean isPassed, final String what, final String measured)
    {
        return new DemoResult(isPassed, what, measured);
    }

    static DemoResult failed(final String what, final String measured)
    {
        return new DemoResult(false, what, measured);
    }
}

package io.tulle.daemon.demo;

import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

/** stub. */
@Command(name = "demo")
public final class DemoCommand implements Callable<Integer>
{
    @Override
    public Integer call()
    {
        return 1;
    }
}

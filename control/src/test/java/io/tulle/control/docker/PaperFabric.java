package io.tulle.control.docker;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.tulle.control.Endpoint;
import io.tulle.control.Fabric;
import io.tulle.control.Network;
import io.tulle.control.Sandbox;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A Fabric that can do everything, and remembers what it was to do. */
final class PaperFabric
{
    private static final long PATIENCE_S = 20;

    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

    Fabric fabric()
    {
        return (Fabric) Proxy.newProxyInstance(Fabric.class.getClassLoader(), new Class<?>[]{Fabric.class},
            (proxy, method, arguments) -> call(method, null == arguments ? new Object[0] : arguments));
    }

    /** Waits until it is told to do this, and forgets all before. */
    void await(final String call) throws InterruptedException
    {
        final List<String> seen = new ArrayList<>();
        while (!seen.contains(call))
        {
            final String next = calls.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertNotNull(next, () -> call + " did not come, but " + seen);
            seen.add(next);
        }
    }

    private Object call(final Method method, final Object[] arguments)
    {
        final StringBuilder text = new StringBuilder(method.getName());
        for (final Object argument : arguments)
        {
            text.append(argument instanceof final Network network ? " " + network.name() :
                argument instanceof final Sandbox sandbox ? " " + sandbox.container() :
                argument instanceof final Endpoint endpoint ? " " + endpoint.aliases() : "");
        }
        calls.add(text.toString());
        return switch (method.getName())
        {
            case "openSandbox" -> arguments[0];
            case "isAttached", "isOpen" -> true;
            case "sessions" -> 0;
            default -> null;
        };
    }
}

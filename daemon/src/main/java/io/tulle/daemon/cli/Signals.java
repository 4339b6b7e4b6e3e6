package io.tulle.daemon.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Runs a task when this process gets a signal, on a thread that the JVM makes for it. By reflection, because javac
 * warns of sun.misc.Signal and cannot be told that there is no other way; it is exported and supported since JDK 9.
 */
final class Signals
{
    private Signals()
    {
    }

    /** @param name without SIG: HUP, INT, TERM */
    static void onSignal(final String name, final Runnable task)
    {
        try
        {
            final Class<?> signal = Class.forName("sun.misc.Signal");
            final Class<?> handler = Class.forName("sun.misc.SignalHandler");
            final InvocationHandler runTask = (proxy, method, args) ->
            {
                task.run();
                return null;
            };
            final Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler}, runTask);
            signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new IllegalStateException("this JVM does not let SIG" + name + " be handled; take -Xrs away", ex);
        }
    }
}

package io.tulle.control.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.tulle.config.DockerSpec;
import io.tulle.control.EngineService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Follows Docker by its API, so that networks and containers have the names that users gave them, and so that what
 * Docker lost or Tulle lost is found. Nothing else needs it: without Docker's socket there are short ids for names.
 * Started and stopped by one thread; does all its work in a thread of its own, and waits there for whoever is slow.
 */
public final class DockerWatch implements AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(DockerWatch.class);
    private static final long RETRY_MS = 1_000;
    private static final long TICK_MS = 1_000;
    private static final long QUIET_MS = 20; // one command of a user makes several events
    private static final long GATHER_NS = 200_000_000; // and fifty commands make them without end
    private static final int REST = 4; // as much longer than a question took; Docker has others to serve
    private static final long MAX_REST_NS = 300_000_000;
    private static final long CLOSE_MS = 10_000;

    private final Path socket;
    private final DockerApi api;
    private final EngineService engine;
    private final DockerReconciler reconciler;
    private final DockerNews news;
    private final AtomicBoolean isActivated = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "tulle-docker-api");
    private String trouble;
    private long restNs;

    /** @param spec with the socket of an API */
    public DockerWatch(final DockerSpec spec, final EngineService engine)
    {
        this.engine = engine;
        socket = spec.api();
        api = new DockerApi(socket);
        reconciler = new DockerReconciler(api, engine, spec.driver(), System::nanoTime);
        news = new DockerNews(spec.driver());
    }

    public void start()
    {
        engine.activationListener(() -> isActivated.set(true));
        thread.setDaemon(true);
        thread.start();
    }

    /** Names stay as they are. */
    @Override
    public void close()
    {
        engine.activationListener(() -> {});
        closed.countDown();
        thread.interrupt(); // it may wait for Docker
        try
        {
            thread.join(CLOSE_MS);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void run()
    {
        try
        {
            do
            {
                attempt();
            }
            while (!closed.await(RETRY_MS, TimeUnit.MILLISECONDS));
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt()
    {
        try (DockerEvents events = api.events()) // before the first list, so that nothing is missed between the two
        {
            reconciler.reset();
            news.everything();
            follow(events);
        }
        catch (final ConnectException | EOFException e)
        {
            trouble(null); // there is no Docker, or no more, and need not be one
        }
        catch (final IOException | RuntimeException e)
        {
            trouble(e.toString());
        }
    }

    private void follow(final DockerEvents events) throws IOException
    {
        while (closed.getCount() > 0)
        {
            if (isActivated.getAndSet(false) || reconciler.isDue())
            {
                news.everything();
            }
            if (!news.isEmpty())
            {
                final long beginNs = System.nanoTime();
                ask();
                restNs = Math.min(MAX_REST_NS, REST * (System.nanoTime() - beginNs));
            }
            gather(events);
        }
    }

    private void ask() throws IOException
    {
        if (news.isEverythingNew())
        {
            reconciler.reconcile();
            answered();
        }
        else
        {
            reconciler.tell(news.networks());
        }
        news.clear();
    }

    /** Waits for an event, and takes those that come with it, or before Docker may be asked again. */
    private void gather(final DockerEvents events) throws IOException
    {
        JsonNode event = events.next(TICK_MS);
        final long beginNs = System.nanoTime();
        final long untilNs = beginNs + (null == event ? 0 : restNs);
        while (null != event || untilNs - System.nanoTime() > 0)
        {
            if (null != event)
            {
                news.note(event);
            }
            final boolean isTime = System.nanoTime() - beginNs < Math.max(GATHER_NS, restNs);
            event = isTime ? events.next(QUIET_MS) : null;
        }
    }

    private void answered()
    {
        if (null == trouble || !trouble.isEmpty())
        {
            LOGGER.info("Docker's API on {} tells names", socket);
        }
        trouble = "";
    }

    /** Each trouble is told once, until there is another or none. */
    private void trouble(final String text)
    {
        if (null != text && !text.equals(trouble) && closed.getCount() > 0)
        {
            LOGGER.warn("Docker's API on {} does not tell names: {}", socket, text);
        }
        trouble = text;
    }
}

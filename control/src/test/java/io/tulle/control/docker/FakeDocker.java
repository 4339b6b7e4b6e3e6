package io.tulle.control.docker;

import io.tulle.control.Json;
import io.tulle.control.JsonText;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URLDecoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Docker's API on a unix socket, as dockerd 20.10 answers: a thread a connection, chunks for events. */
final class FakeDocker implements AutoCloseable
{
    final Path socket;
    final List<String> requests = new CopyOnWriteArrayList<>(); // targets, decoded
    private final Map<String, ObjectNode> networks = new LinkedHashMap<>(); // by id
    private final Map<String, JsonNode> containers = new LinkedHashMap<>(); // by id
    private final Map<String, String> raw = new LinkedHashMap<>(); // whole answers, by path
    private final List<SocketChannel> open = new ArrayList<>();
    private final List<SocketChannel> listeners = new ArrayList<>();
    private ServerSocketChannel server;

    FakeDocker(final Path socket)
    {
        this.socket = socket;
    }

    FakeDocker start()
    {
        try
        {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        final ServerSocketChannel bound = server;
        final Thread thread = new Thread(() -> accept(bound), "fake-docker");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    /** As a dockerd that ends: its socket goes, and all connections. */
    @Override
    public synchronized void close()
    {
        try
        {
            server.close();
            for (final SocketChannel channel : open)
            {
                channel.close();
            }
            open.clear();
            listeners.clear();
            Files.deleteIfExists(socket);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    /** What was seen on the wire. */
    static JsonNode captured(final String file)
    {
        return JsonText.parse(bytes(file));
    }

    static byte[] bytes(final String file)
    {
        try
        {
            return FakeDocker.class.getResourceAsStream(file).readAllBytes();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    synchronized FakeDocker network(final JsonNode network)
    {
        networks.put(Json.text(network, "Id"), (ObjectNode) network);
        return this;
    }

    synchronized FakeDocker container(final JsonNode container)
    {
        containers.put(Json.text(container, "Id"), container);
        return this;
    }

    synchronized void removeNetwork(final String id)
    {
        networks.remove(id);
    }

    /** Takes an endpoint out of the list of a network. */
    synchronized void removeEndpoints(final String networkId)
    {
        networks.get(networkId).set("Containers", Json.object());
    }

    /** As docker rename does. */
    synchronized void rename(final String networkId, final String containerId, final String name)
    {
        ((ObjectNode) networks.get(networkId).path("Containers").path(containerId)).put("Name", name);
    }

    /** Answers this to a path from now on, head and all; nothing at all if it is empty. */
    synchronized FakeDocker raw(final String path, final String answer)
    {
        raw.put(path, answer);
        return this;
    }

    /** Answers as Docker does again. */
    synchronized void healed(final String path)
    {
        raw.remove(path);
    }

    /** Waits until it was asked for this so often. */
    synchronized void awaitRequests(final String target, final int count) throws InterruptedException
    {
        while (requests.stream().filter(target::equals).count() < count)
        {
            wait();
        }
    }

    /** Sends a piece of the events to all who listen, as a chunk. */
    synchronized void event(final String text)
    {
        for (final SocketChannel channel : listeners)
        {
            final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            send(channel, Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n");
        }
    }

    private void accept(final ServerSocketChannel bound)
    {
        try
        {
            while (true)
            {
                final SocketChannel channel = bound.accept();
                keep(channel);
                final Thread thread = new Thread(() -> serve(channel), "fake-docker-connection");
                thread.setDaemon(true);
                thread.start();
            }
        }
        catch (final IOException e)
        {
            // closed
        }
    }

    private synchronized void keep(final SocketChannel channel)
    {
        open.add(channel);
    }

    private void serve(final SocketChannel channel)
    {
        try
        {
            final BufferedReader reader =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
            final String target = reader.readLine().split(" ")[1];
            while (!reader.readLine().isEmpty())
            {
                // the head of the request
            }
            note(URLDecoder.decode(target, StandardCharsets.UTF_8));
            answer(channel, target.split("\\?")[0]);
        }
        catch (final IOException e)
        {
            // closed
        }
    }

    private synchronized void note(final String target)
    {
        requests.add(target);
        notifyAll();
    }

    private synchronized void answer(final SocketChannel channel, final String path)
    {
        final String id = path.replaceFirst("^/(networks|containers)/", "").replace("/json", "");
        if (raw.containsKey(path))
        {
            send(channel, raw.get(path));
        }
        else if ("/events".equals(path))
        {
            send(channel, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            listeners.add(channel);
        }
        else if ("/networks".equals(path))
        {
            final ArrayNode list = Json.array();
            networks.values().forEach(network -> list.add(network.deepCopy().set("Containers", Json.object())));
            send(channel, 200, list);
        }
        else if ("/info".equals(path))
        {
            send(channel, 200, Json.object().set("Plugins", Json.object().set("Network",
                Json.array().add("bridge").add("tulle"))));
        }
        else
        {
            final JsonNode found = path.startsWith("/networks/") ? networks.get(id) : containers.get(id);
            send(channel, null == found ? 404 : 200, null == found ? Json.object().put("message", "not found") : found);
        }
    }

    private static void send(final SocketChannel channel, final int status, final JsonNode body)
    {
        final String text = new String(JsonText.bytes(body), StandardCharsets.UTF_8);
        send(channel, "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: " +
            text.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + text);
    }

    private static void send(final SocketChannel channel, final String text)
    {
        try
        {
            final ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining())
            {
                channel.write(bytes);
            }
        }
        catch (final IOException e)
        {
            // it went away
        }
    }
}

package io.tulle.daemon.demo;

import com.sun.net.httpserver.HttpServer;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * What runs in the demo's container web: a page for curl, and a sink that counts the bytes of {@link StreamClient}.
 * A program of its own, started inside the container's namespace, so that its sockets are the container's.
 */
public final class DemoServer
{
    static final int PAGE_PORT = 8080;
    static final int STREAM_PORT = 8081;
    static final String READY = "serving";
    static final String PAGE = "<html><body>Hello from web, through Tulle.</body></html>\n";

    private DemoServer()
    {
    }

    public static void main(final String[] args) throws IOException
    {
        final byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
        final HttpServer pages = HttpServer.create(new InetSocketAddress(PAGE_PORT), 0);
        pages.createContext("/", (exchange) ->
        {
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        pages.start();
        try (ServerSocket streams = new ServerSocket(STREAM_PORT))
        {
            System.out.println(READY);
            while (true)
            {
                count(streams);
            }
        }
    }

    /** Reads to the end and answers with the number of bytes. */
    private static void count(final ServerSocket streams) throws IOException
    {
        try (Socket stream = streams.accept(); InputStream in = stream.getInputStream())
        {
            final byte[] buffer = new byte[1 << 17];
            long total = 0;
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer))
            {
                total += length;
            }
            new DataOutputStream(stream.getOutputStream()).writeLong(total);
        }
    }
}

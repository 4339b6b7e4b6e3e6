package io.tulle.daemon.cli;

import io.tulle.config.TopologyLoader;
import io.tulle.control.ApiServer;
import io.tulle.control.CaptureSource;
import io.tulle.control.NetworkService;
import io.tulle.control.ShutdownMode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Runs commands as main does, against the real API on a real unix socket; only the network behind it is of paper. */
final class CommandLineRig implements AutoCloseable
{
    static final String SHOP = """
        name: shop
        networks:
          front: {ipam: {config: [{subnet: 10.30.0.0/24}]}}
          back: {internal: true, ipam: {config: [{subnet: 172.30.0.0/16}]}}
        containers:
          web: {netns: create, networks: {front: {}, back: {}}}
          db: {netns: create, networks: {back: {ipv4_address: 172.30.0.10}}}
          batch: {netns: create, network_mode: none}
          agent: {network_mode: host}
          sidecar: {network_mode: "container:web"}
        """;

    final CompletableFuture<ShutdownMode> shutdown = new CompletableFuture<>();
    final CompletableFuture<Map<String, String>> captureQuery = new CompletableFuture<>();

    final PaperNames names = new PaperNames();

    private final Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private NetworkService service;
    private ApiServer api;

    CommandLineRig(final Path folder)
    {
        this.folder = folder;
    }

    /** Starts the API with the networks and containers of {@link #SHOP}. */
    CommandLineRig withDaemon(final CaptureSource frames) throws IOException
    {
        Files.createDirectories(folder.resolve("run"));
        service = new NetworkService("shop", folder.resolve("state"), new PaperFabric(), List::of);
        service.apply(TopologyLoader.load(SHOP, "shop.yaml").topology());
        final CaptureSource capture = (query, stream) ->
        {
            captureQuery.complete(query);
            frames.stream(query, stream);
        };
        api = new ApiServer(folder.resolve("run/tulle.sock"), "test", service, capture, new PaperSessions(),
            names, shutdown::complete);
        api.start();
        return this;
    }

    CommandLineRig withDaemon() throws IOException
    {
        return withDaemon((query, stream) -> { });
    }

    Path runDir()
    {
        return folder.resolve("run");
    }

    String file(final String name, final String text) throws IOException
    {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** One command of this instance; what it printed is kept until the next one. */
    int run(final String... words)
    {
        out.reset();
        err.reset();
        final PrintStream stdout = new PrintStream(out, true, StandardCharsets.UTF_8);
        final PrintStream stderr = new PrintStream(err, true, StandardCharsets.UTF_8);
        final Stream<String> instance = Stream.of("--run-dir", folder.resolve("run").toString(),
            "--state-dir", folder.resolve("state").toString());
        return Tulle.run(stdout, stderr, Stream.concat(instance, Stream.of(words)).toArray(String[]::new));
    }

    String out()
    {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err()
    {
        return err.toString(StandardCharsets.UTF_8);
    }

    byte[] outBytes()
    {
        return out.toByteArray();
    }

    @Override
    public void close()
    {
        if (null != api)
        {
            api.close();
            service.close();
        }
    }
}

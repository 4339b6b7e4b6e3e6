package io.tulle.daemon.demo;

import io.tulle.daemon.StartupException;
import org.agrona.IoUtil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The image of the demo's containers: busybox if the engine has it, else one made of the host's own busybox, else it is
 * fetched. Called by the demo's main thread.
 *
 * @param isOurs the engine did not have it before.
 */
record DockerImage(String name, boolean isOurs)
{
    private static final String BUSYBOX = "busybox";
    private static final String IMPORTED = "tulle-demo";
    private static final List<String> APPLETS =
        List.of("sh", "cat", "date", "httpd", "mkdir", "mkfifo", "nc", "ping", "sleep", "wc", "wget");

    static DockerImage find(final DockerEngine engine) throws IOException, InterruptedException
    {
        if (engine.docker("image", "inspect", BUSYBOX).isGood())
        {
            return new DockerImage(BUSYBOX, false);
        }
        final Path program = staticBusybox();
        if (null != program && make(engine, program))
        {
            return new DockerImage(IMPORTED, true);
        }
        final Shell.Outcome pull = engine.docker("pull", "--quiet", BUSYBOX);
        if (!pull.isGood())
        {
            throw new StartupException("there is no image for the demo's containers: docker pull busybox says: " +
                pull.lastLine() + "; apt-get install busybox-static serves, too");
        }
        return new DockerImage(BUSYBOX, true);
    }

    /** The host's, if it can run where no library is. */
    private static Path staticBusybox() throws IOException, InterruptedException
    {
        final Shell.Outcome which = Shell.run("sh", "-c", "command -v busybox");
        return which.isGood() && !Shell.run("ldd", which.lastLine()).isGood() ? Path.of(which.lastLine()) : null;
    }

    private static boolean make(final DockerEngine engine, final Path program) throws IOException, InterruptedException
    {
        final Path root = Files.createTempDirectory("tulle-demo-image");
        try
        {
            final Path bin = Files.createDirectories(root.resolve("bin"));
            Files.createDirectory(root.resolve("tmp"));
            Files.copy(program, bin.resolve(BUSYBOX));
            for (final String applet : APPLETS)
            {
                Files.createLink(bin.resolve(applet), bin.resolve(BUSYBOX));
            }
            return engine.importImage(root, IMPORTED).isGood();
        }
        finally
        {
            IoUtil.delete(root.toFile(), true);
        }
    }

    void remove(final DockerEngine engine) throws IOException, InterruptedException
    {
        if (isOurs)
        {
            engine.docker("image", "rm", name);
        }
    }
}

package io.tulle.daemon.demo;

import io.tulle.daemon.StartupException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Docker engine of this machine, asked by the docker command as a user would. Called by the demo's main thread. */
final class DockerEngine
{
    private static final String DEFAULT_HOST = "unix:///run/docker.sock";
    private static final String UNIX = "unix://";

    private final String address;

    private DockerEngine(final String address)
    {
        this.address = address;
    }

    /** StartupException says why there is none that the demo could use. */
    static DockerEngine find() throws IOException, InterruptedException
    {
        final String wanted = System.getenv("DOCKER_HOST");
        final String address = null == wanted || wanted.isEmpty() ? DEFAULT_HOST : wanted;
        if (!address.startsWith(UNIX))
        {
            throw new StartupException("DOCKER_HOST is " + address +
                ", which may be another machine; the demo wants an engine of this one: unix:///run/docker.sock");
        }
        for (final String program : List.of("docker", "curl"))
        {
            if (!Shell.exists(program))
            {
                throw new StartupException("the command " + program + " is missing; install it, or try tulle demo");
            }
        }
        final DockerEngine engine = new DockerEngine(address);
        engine.check();
        return engine;
    }

    private void check() throws IOException, InterruptedException
    {
        final Shell.Outcome info = docker("info", "--format", "{{.ServerVersion}} {{.SecurityOptions}}");
        if (!info.isGood() || info.output().isBlank())
        {
            throw new StartupException("no Docker engine answers on " + address +
                "; start one (systemctl start docker), or try tulle demo, which needs none");
        }
        if (info.output().contains("name=rootless"))
        {
            throw new StartupException("the Docker engine on " + address +
                " is rootless: its networks are not this host's; use one of root's");
        }
    }

    Path socket()
    {
        return Path.of(address.substring(UNIX.length()));
    }

    Shell.Outcome docker(final String... words) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(List.of("docker", "--host", address));
        command.addAll(List.of(words));
        return Shell.run(command);
    }

    /** An image out of a folder's files, without a network. */
    Shell.Outcome importImage(final Path folder, final String name) throws IOException, InterruptedException
    {
        return Shell.run("sh", "-c", "tar -C \"$1\" -c . | docker --host \"$2\" import - \"$3\"", "sh",
            folder.toString(), address, name);
    }
}

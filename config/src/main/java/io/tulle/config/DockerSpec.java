package io.tulle.config;

import java.nio.file.Path;

/**
 * How Docker finds Tulle and Tulle finds Docker: the section {@code docker} of the file.
 *
 * @param socket where Docker calls its network and IPAM driver.
 * @param spec   a file that tells Docker of the socket, which Tulle writes, or null; its name is the driver's.
 * @param api    the socket of Docker's API, where Tulle learns names of containers and networks; null for none.
 */
public record DockerSpec(Path socket, Path spec, Path api)
{
    public static final DockerSpec DEFAULTS = new DockerSpec(
        Path.of("/run/docker/plugins/tulle.sock"), // Docker looks here first, and calls the driver by the file's name
        null,
        Path.of("/run/docker.sock")); // Docker's default

    private static final String SUFFIX = "\\.(sock|spec)$";

    /** The name of the driver, as in {@code docker network create -d tulle}. */
    public String driver()
    {
        return (null == spec ? socket : spec).getFileName().toString().replaceAll(SUFFIX, "");
    }
}

package io.tulle.control;

/** Who answers on the socket. */
public record VersionInfo(String version, String topology, long pid)
{
}

package io.tulle.daemon.uplink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.tulle.config.PortRange;
import io.tulle.config.Protocol;

/**
 * The ports that the host's own sockets have, so that Tulle leaves them alone. Reads the socket tables of the calling
 * thread's namespace. Immutable; made by control threads.
 */
public final class HostPorts
{
    private static final Path TABLES = Path.of("/proc/thread-self/net");
    private static final int HEXADECIMAL = 16;
    private static final String TCP_LISTEN = "0A"; // net/tcp_states.h
    private static final String UDP_BOUND = "07"; // TCP_CLOSE: not connected to anybody

    private final Map<Protocol, PortSet> used = new EnumMap<>(Protocol.class);
    private final Map<Protocol, PortSet> listening = new EnumMap<>(Protocol.class);

    private HostPorts()
    {
    }

    public static HostPorts read()
    {
        return of(lines("tcp", "tcp6"), lines("udp", "udp6"));
    }

    /** @param tcp lines of /proc/net/tcp and tcp6, without their headings */
    static HostPorts of(final List<String> tcp, final List<String> udp)
    {
        final HostPorts ports = new HostPorts();
        ports.add(Protocol.TCP, tcp, TCP_LISTEN);
        ports.add(Protocol.UDP, udp, UDP_BOUND);
        return ports;
    }

    /** @return the local ports of all sockets of the host, listening, connected or dying. */
    public PortSet used(final Protocol protocol)
    {
        return used.getOrDefault(protocol, PortSet.EMPTY);
    }

    /** @return a line for each port of a range that somebody listens on. */
    public List<String> warnings(final PortRange externalPorts)
    {
        final List<String> warnings = new ArrayList<>();
        listening.forEach((protocol, ports) ->
            ports.both(PortSet.of(externalPorts)).ranges().forEach((range) ->
            {
                final boolean isOne = range.start() == range.end();
                warnings.add((isOne ? "port " + range.start() : "ports " + range.start() + "-" + range.end()) + "/" +
                    protocol + " of the external range " + (isOne ? "is" : "are") +
                    " in use by the host and " + (isOne ? "is" : "are") + " left to it");
            }));
        return warnings;
    }

    private void add(final Protocol protocol, final List<String> lines, final String listeningState)
    {
        final BitSet all = new BitSet();
        final BitSet waiting = new BitSet();
        for (final String line : lines)
        {
            final String[] fields = line.strip().split("\\s+"); // sl local_address rem_address st ...
            final int port = Integer.parseInt(fields[1].substring(fields[1].lastIndexOf(':') + 1), HEXADECIMAL);
            all.set(port);
            waiting.set(port, waiting.get(port) || listeningState.equals(fields[3]));
        }
        used.put(protocol, PortSet.of(all));
        listening.put(protocol, PortSet.of(waiting));
    }

    /** A host without IPv6 has no table of it. */
    private static List<String> lines(final String... tables)
    {
        final List<String> lines = new ArrayList<>();
        for (final String table : tables)
        {
            final Path file = TABLES.resolve(table);
            try
            {
                lines.addAll(Files.exists(file) ? Files.readAllLines(file).stream().skip(1).toList() : List.of());
            }
            catch (final IOException ex)
            {
                throw new IllegalStateException("cannot read " + file + ": " + ex.getMessage(), ex);
            }
        }
        return lines;
    }
}

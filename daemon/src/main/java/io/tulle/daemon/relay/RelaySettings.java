package io.tulle.daemon.relay;

import java.time.Duration;

/**
 * The limits of the relay.
 *
 * @param maxConnections TCP connections at once; a client beyond them is refused
 * @param maxUdpClients  client addresses at once of one published UDP port; what others send is dropped
 * @param udpIdle        how long a UDP client is remembered after its last datagram either way
 */
public record RelaySettings(int maxConnections, int maxUdpClients, Duration udpIdle)
{
    public static RelaySettings defaults()
    {
        return new RelaySettings(
            4_096, // two descriptors each
            1_024, // one descriptor each
            Duration.ofSeconds(90)); // docker-proxy's
    }
}

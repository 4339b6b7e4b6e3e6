package io.tulle.nat;

import io.tulle.nat.conntrack.SessionTable;
import io.tulle.nat.gateway.RouterPorts;
import io.tulle.nat.gateway.Routes;
import io.tulle.nat.mapping.Mappings;
import io.tulle.nat.mapping.StaticMappings;

/** What the stages of all workers share. Made once by the composition root. */
public record NatContext(NatSettings settings, RouterPorts ports, Routes routes, SessionTable sessions,
    Mappings mappings, StaticMappings staticMappings)
{
}

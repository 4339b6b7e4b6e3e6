package io.tulle.control.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.tulle.control.Json;

import java.util.HashSet;
import java.util.Set;

/** Gathers from Docker's events what Docker is to be asked about. Used by one thread. */
final class DockerNews
{
    private final String driver;
    private final Set<String> networks = new HashSet<>();
    private boolean isEverything;

    DockerNews(final String driver)
    {
        this.driver = driver;
    }

    /** All of Docker may be other than it was. */
    void everything()
    {
        isEverything = true;
    }

    /** What is of other drivers' networks is no news. */
    void note(final JsonNode event)
    {
        final String action = String.valueOf(Json.text(event, "Action"));
        final JsonNode actor = event.path("Actor");
        if ("container".equals(Json.text(event, "Type")))
        {
            isEverything |= "rename".equals(action);
        }
        else if (driver.equals(Json.text(actor.path("Attributes"), "type")))
        {
            isEverything |= !action.endsWith("connect");
            networks.add(String.valueOf(Json.text(actor, "ID")));
        }
    }

    boolean isEmpty()
    {
        return !isEverything && networks.isEmpty();
    }

    boolean isEverythingNew()
    {
        return isEverything;
    }

    /** Ids of the networks that containers came to and left. */
    Set<String> networks()
    {
        return Set.copyOf(networks);
    }

    /** Nothing is known to be new now. */
    void clear()
    {
        isEverything = false;
        networks.clear();
    }
}

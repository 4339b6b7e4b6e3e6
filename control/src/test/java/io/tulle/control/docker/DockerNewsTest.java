package io.tulle.control.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.control.JsonText;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Which of Docker's events are a reason to ask, and for what. */
class DockerNewsTest
{
    private final DockerNews news = new DockerNews("tulle");

    @Test
    void shouldAskForTheNetworkThatAContainerCameToOrLeft()
    {
        note("network", "connect", "a", "tulle");
        note("network", "disconnect", "b", "tulle");
        assertEquals(Set.of("a", "b"), news.networks());
        assertFalse(news.isEverythingNew());
    }

    @Test
    void shouldAskForAllWhenNetworksComeAndGoAndContainersAreRenamed()
    {
        for (final String action : new String[]{"create", "destroy"})
        {
            note("network", action, "a", "tulle");
            assertTrue(news.isEverythingNew(), action);
            news.clear();
            assertTrue(news.isEmpty());
        }
        note("container", "rename", "c", "");
        assertTrue(news.isEverythingNew());
    }

    @Test
    void shouldNotAskForWhatIsOthers()
    {
        note("network", "connect", "a", "bridge");
        note("network", "create", "a", "bridge");
        note("container", "create", "c", "");
        note("container", "destroy", "c", "");
        news.note(JsonText.parse("{}".getBytes(StandardCharsets.UTF_8)));
        assertTrue(news.isEmpty());
    }

    private void note(final String type, final String action, final String id, final String driver)
    {
        news.note(JsonText.parse(("{\"Type\":\"" + type + "\",\"Action\":\"" + action + "\",\"Actor\":{\"ID\":\"" + id +
            "\",\"Attributes\":{\"name\":\"n\",\"type\":\"" + driver + "\"}}}").getBytes(StandardCharsets.UTF_8)));
    }
}

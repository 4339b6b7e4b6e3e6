package io.tulle.daemon.demo;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the demo finds left behind. */
class HostSnapshotTest
{
    private static final HostSnapshot BEFORE =
        HostSnapshot.of(Map.of("interface", Set.of("lo", "eth0"), "namespace", Set.of()));

    @Test
    void shouldPassWhenAllIsAsBefore()
    {
        final DemoResult result =
            BEFORE.compare(HostSnapshot.of(Map.of("interface", Set.of("eth0", "lo"), "namespace", Set.of())));

        assertTrue(result.isPassed(), result.measured());
    }

    @Test
    void shouldNameWhatIsLeftAndWhatIsGone()
    {
        final DemoResult left = BEFORE.compare(
            HostSnapshot.of(Map.of("interface", Set.of("lo", "eth0"), "namespace", Set.of("tulle-demo-1-web"))));
        final DemoResult gone =
            BEFORE.compare(HostSnapshot.of(Map.of("interface", Set.of("lo"), "namespace", Set.of())));

        assertFalse(left.isPassed());
        assertEquals("namespace is left: tulle-demo-1-web", left.measured());
        assertFalse(gone.isPassed());
        assertEquals("interface is gone: eth0", gone.measured());
    }
}

package io.tulle.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** A log that is read at night has one line for one event. */
class SessionWarningsTest
{
    private final List<String> lines = new ArrayList<>();
    private final SessionWarnings warnings = new SessionWarnings(lines::add);

    @Test
    void shouldWarnAtFourFifthsAndAgainOnlyAfterItFellBelowSeventyPercent()
    {
        warnings.onUse(79, 100);
        assertEquals(0, lines.size());
        warnings.onUse(80, 100);
        warnings.onUse(75, 100);
        warnings.onUse(85, 100);
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).contains("80 of the 100"), lines::toString);
        warnings.onUse(69, 100);
        warnings.onUse(80, 100);
        assertEquals(2, lines.size());
    }

    @Test
    void shouldNotWarnWhileNothingIsSharedAndNothingUsed()
    {
        warnings.onUse(0, 0);
        assertEquals(0, lines.size());
    }

    @Test
    void shouldTellOnceThatThereIsNoRoom()
    {
        warnings.onNoRoom();
        warnings.onNoRoom();
        assertEquals(1, lines.size());
    }
}

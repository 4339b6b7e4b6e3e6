package io.tulle.control.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;

/** What is absent is over when it was absent for long enough, in every list. */
class AbsencesTest
{
    private static final Map<String, Long> NONE = Map.of();
    private static final long BEGIN = Long.MAX_VALUE - 5; // such a clock turns over

    private final Absences absences = new Absences();

    @Test
    void shouldWaitForTheGraceOfEach()
    {
        assertEquals(Set.of(), absences.over(Map.of("known", 2L, "new", 60L), BEGIN));
        assertEquals(Set.of(), absences.over(Map.of("known", 2L, "new", 60L), BEGIN + 1));
        assertEquals(Set.of("known"), absences.over(Map.of("known", 2L, "new", 60L), BEGIN + 2));
        assertEquals(Set.of("new"), absences.over(Map.of("new", 60L), BEGIN + 60));
    }

    @Test
    void shouldBeginAgainWhenItWasThereInBetween()
    {
        absences.over(Map.of("one", 2L), BEGIN);
        absences.over(NONE, BEGIN + 1);
        assertEquals(Set.of(), absences.over(Map.of("one", 2L), BEGIN + 3));
        assertEquals(Set.of("one"), absences.over(Map.of("one", 2L), BEGIN + 5));
    }

    @Test
    void shouldSayWhenToLookAgain()
    {
        assertFalse(absences.isDue(BEGIN));
        absences.over(Map.of("one", 2L, "two", 60L), BEGIN);
        assertFalse(absences.isDue(BEGIN + 1));
        assertTrue(absences.isDue(BEGIN + 2));
        absences.over(Map.of("two", 60L), BEGIN + 2);
        assertFalse(absences.isDue(BEGIN + 59));
        assertTrue(absences.isDue(BEGIN + 60));
        absences.over(NONE, BEGIN + 60);
        assertFalse(absences.isDue(BEGIN + 100));
    }
}

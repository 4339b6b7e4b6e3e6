package io.tulle.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How soon the conductor runs again. */
class ConductorIdleStrategyTest
{
    @Test
    void shouldComeBackSoonerWhileThereIsWork()
    {
        assertEquals(10, ConductorIdleStrategy.pauseMs(1));
        assertEquals(100, ConductorIdleStrategy.pauseMs(0));
    }
}

package io.tulle.dns.resolver;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Shares of those who wait. */
class WaiterQuotasTest
{
    private static final int PER_CLIENT = 1_000;

    private final WaiterQuotas quotas = new WaiterQuotas(PER_CLIENT);

    @Test
    void shouldLimitEachClientByItself()
    {
        for (int i = 0; i < PER_CLIENT; i++)
        {
            assertTrue(quotas.take(1));
        }
        assertFalse(quotas.take(1));
        assertTrue(quotas.take(2));
        quotas.release(1);
        assertTrue(quotas.take(1));
    }

    @Test
    void shouldLeaveRoomForOneMoreHoweverManyClientsTakeAllThatTheyCan()
    {
        for (int i = 0; i < 200 * PER_CLIENT; i++)
        {
            quotas.take(i % 200);
        }
        assertFalse(quotas.take(7));
        assertTrue(quotas.waiters() < WaiterQuotas.MAX_WAITERS);
        assertTrue(quotas.take(500));
    }
}

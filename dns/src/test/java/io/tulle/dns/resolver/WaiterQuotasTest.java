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
    void shouldLimitAllClientsTogether()
    {
        for (int i = 0; i < WaiterQuotas.MAX_WAITERS; i++)
        {
            assertTrue(quotas.take(i % 256));
        }
        assertFalse(quotas.take(500));
        quotas.release(3);
        assertTrue(quotas.take(500));
    }
}

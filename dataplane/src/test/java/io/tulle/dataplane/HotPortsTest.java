package io.tulle.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which ports the worker reads without asking first. */
class HotPortsTest
{
    private final HotPorts hotPorts = new HotPorts();

    @Test
    void shouldAskInEveryCycleWhileNoPortIsHot()
    {
        assertTrue(hotPorts.isTimeToAsk());
        assertTrue(hotPorts.isTimeToAsk());
    }

    @Test
    void shouldAskNowAndThenBesideHotPorts()
    {
        hotPorts.add(7, 0);
        int asked = 0;
        for (int i = 0; i < 10 * HotPorts.ASK_EVERY; i++)
        {
            asked += hotPorts.isTimeToAsk() ? 1 : 0;
        }
        assertEquals(10, asked);
    }

    @Test
    void shouldRememberAPortOnce()
    {
        hotPorts.add(7, 0);
        hotPorts.add(7, 1);
        assertEquals(1, hotPorts.size());
        assertEquals(7, hotPorts.port(0));
    }

    @Test
    void shouldForgetAPortThatHadNoFramesForAWhile()
    {
        hotPorts.add(7, 0);
        hotPorts.add(8, 0);
        hotPorts.touch(1, HotPorts.MEMORY_NS);
        hotPorts.expire(HotPorts.MEMORY_NS + 1);
        assertEquals(1, hotPorts.size());
        assertEquals(8, hotPorts.port(0));
    }

    @Test
    void shouldForgetAPortThatIsRemoved()
    {
        hotPorts.add(7, 0);
        hotPorts.add(8, 0);
        hotPorts.remove(7);
        assertEquals(1, hotPorts.size());
        assertEquals(8, hotPorts.port(0));
    }

    @Test
    void shouldRememberNobodyForAWhileWhenTooManyAreBusy()
    {
        for (int port = 1; port <= HotPorts.CAPACITY + 1; port++)
        {
            hotPorts.add(port, 0);
        }
        assertEquals(0, hotPorts.size());
        hotPorts.add(1, HotPorts.MEMORY_NS - 1);
        assertEquals(0, hotPorts.size());
        assertTrue(hotPorts.isTimeToAsk());
        hotPorts.add(1, HotPorts.MEMORY_NS);
        assertEquals(1, hotPorts.size());
        assertFalse(hotPorts.isTimeToAsk());
    }
}

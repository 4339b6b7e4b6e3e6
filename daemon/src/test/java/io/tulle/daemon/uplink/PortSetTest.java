package io.tulle.daemon.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.config.PortRange;
import org.junit.jupiter.api.Test;

/** Sets of ports as sysctl and nft write them. */
class PortSetTest
{
    @Test
    void shouldReadAndShowRanges()
    {
        assertEquals("8080,49152-65535", PortSet.parse("49152-65535,8080").toString());
        assertEquals("1-3", PortSet.parse("1,2,3\n").toString());
        assertTrue(PortSet.parse("\n").isEmpty());
    }

    @Test
    void shouldLeaveAHoleWhereAPortIsTakenOut()
    {
        final PortSet range = PortSet.of(new PortRange(50_000, 65_535));
        assertEquals("50000-50009,50011-65534", range.minus(PortSet.parse("50010,65535")).toString());
        assertEquals(range, range.minus(PortSet.parse("50010")).plus(PortSet.parse("50010")));
    }
}

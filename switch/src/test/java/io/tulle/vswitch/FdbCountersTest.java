package io.tulle.vswitch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.junit.jupiter.api.Test;

/** A user reads of a network by the name that it has now. */
class FdbCountersTest
{
    private static final int METADATA_BYTES = 64 * 1024;

    @Test
    void shouldGoOnUnderAnotherName()
    {
        final CountersManager manager =
            new CountersManager(buffer(METADATA_BYTES), buffer(METADATA_BYTES / 4));
        final FdbCounters counters = new FdbCounters(manager, "0123456789ab");
        counters.count(Learned.MOVED);
        counters.rename("web");

        final List<String> labels = new ArrayList<>();
        manager.forEach((id, label) -> labels.add(label));
        assertEquals(4, labels.size());
        assertTrue(labels.stream().allMatch((label) -> label.startsWith("fdb web: ")), labels::toString);
        assertEquals(1, counters.moves());
    }

    private static UnsafeBuffer buffer(final int bytes)
    {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
    }
}

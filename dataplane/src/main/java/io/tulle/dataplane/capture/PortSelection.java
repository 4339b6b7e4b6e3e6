package io.tulle.dataplane.capture;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** Tells whose ports' frames a capture looks at. Made by the control side, read by the workers, never changed. */
public final class PortSelection
{
    private final boolean[] isSelected;

    private PortSelection(final boolean[] isSelected)
    {
        this.isSelected = isSelected;
    }

    /** @param maxPorts one more than the highest index that a port may have. */
    public static PortSelection all(final int maxPorts)
    {
        final boolean[] isSelected = new boolean[maxPorts];
        Arrays.fill(isSelected, true);
        return new PortSelection(isSelected);
    }

    public static PortSelection of(final int maxPorts, final IntPredicate isWanted)
    {
        final boolean[] isSelected = new boolean[maxPorts];
        for (int port = 0; port < maxPorts; port++)
        {
            isSelected[port] = isWanted.test(port);
        }
        return new PortSelection(isSelected);
    }

    public boolean contains(final int port)
    {
        return 0 <= port && port < isSelected.length && isSelected[port];
    }

    public int maxPorts()
    {
        return isSelected.length;
    }
}

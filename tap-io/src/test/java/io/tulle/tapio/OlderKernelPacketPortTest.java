package io.tulle.tapio;

import org.junit.jupiter.api.Tag;

/** The same with the shorter virtio-net header of older kernels. */
@Tag("root")
class OlderKernelPacketPortTest extends PacketPortTest
{
    @Override
    PacketDevice openDevice()
    {
        return PacketDevice.open(INTERFACE, 1, PacketFilter.EVERYTHING, false);
    }
}

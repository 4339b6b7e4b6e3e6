package io.tulle.daemon.uplink;

import java.util.HashMap;
import java.util.Map;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.tapio.PacketDevice;
import io.tulle.tapio.PacketFilter;
import io.tulle.tapio.linux.LinuxException;
import io.tulle.tapio.linux.OffHeap;

/**
 * Sends frames by uplinks from outside the workers, each by a packet socket that receives nothing. Called by the uplink
 * thread.
 */
final class PacketSenders implements AutoCloseable
{
    private final Map<Integer, PacketDevice> devices = new HashMap<>();
    private final OffHeap memory = new OffHeap(FrameDescriptor.VNET_HEADER_BYTES + FrameMessage.MAX_FRAME_BYTES);

    /**
     * @param mac   of the next hop
     * @param frame with its virtio-net header in front
     * @return whether it left
     */
    boolean send(final UplinkSettings uplink, final UplinkState state, final long mac, final byte[] frame)
    {
        memory.buffer().putBytes(0, frame);
        new EthernetHeader().wrap(memory.buffer(), FrameDescriptor.VNET_HEADER_BYTES)
            .destination(mac)
            .source(state.mac());
        try
        {
            return device(uplink, state.interfaceIndex()).send(memory.address(), frame.length);
        }
        catch (final LinuxException ex)
        {
            return false; // the interface has just gone
        }
    }

    /** One that was opened for an interface that went is closed by the first frame for the next one. */
    private PacketDevice device(final UplinkSettings uplink, final int interfaceIndex)
    {
        PacketDevice device = devices.get(uplink.realm());
        if (null == device || device.interfaceIndex() != interfaceIndex)
        {
            if (null != device)
            {
                device.close();
            }
            devices.remove(uplink.realm());
            device = PacketDevice.open(uplink.interfaceName(), 1, PacketFilter.NOTHING);
            devices.put(uplink.realm(), device);
        }
        return device;
    }

    @Override
    public void close()
    {
        devices.values().forEach(PacketDevice::close);
        memory.close();
    }
}

package io.tulle.nat.fragment;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;

/**
 * Turns the fragment that completes a packet into the whole packet, and keeps copies of the others till then. Called by
 * the worker.
 */
final class Reassembler implements AutoCloseable
{
    private final FrameDescriptor frames;
    private final Fragment fragment;
    private final ReassemblyTable table = new ReassemblyTable();

    Reassembler(final FrameDescriptor frames)
    {
        this.frames = frames;
        fragment = new Fragment(frames);
    }

    ReassemblyTable table()
    {
        return table;
    }

    /** @return {@link DropReason#NONE} when the frame goes on as a whole packet, or why it does not. */
    DropReason reassemble(final int frame, final long nowNs)
    {
        final DropReason malformed = fragment.wrap(frame);
        if (DropReason.NONE != malformed)
        {
            return malformed;
        }
        if (!fragment.isFragment())
        {
            frames.transport(frame, fragment.protocol(), fragment.transportOffset());
            return DropReason.NONE;
        }
        final Reassembly reassembly = table.get(fragment.key(), nowNs);
        final DropReason reason = reassembly.accept(fragment, frames, frame);
        return DropReason.NONE == reason ? finish(reassembly, frame) : reason;
    }

    private DropReason finish(final Reassembly reassembly, final int frame)
    {
        if (!reassembly.assemble(frames, frame))
        {
            return DropReason.FRAGMENT_MALFORMED;
        }
        table.close(reassembly);
        return DropReason.NONE;
    }

    @Override
    public void close()
    {
        table.close();
    }
}

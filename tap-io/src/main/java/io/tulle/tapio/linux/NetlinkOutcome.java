package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.NetlinkConstants.HEADER_LENGTH;
import static io.tulle.tapio.linux.NetlinkConstants.NLMSGERR_ATTR_MSG;
import static io.tulle.tapio.linux.NetlinkConstants.NLMSG_ERROR;
import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_ACK_TLVS;
import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_CAPPED;

/** How far a netlink request has come, and why the kernel refused it if it did. Control threads. */
record NetlinkOutcome(boolean isPending, boolean isInterrupted, int errno, String explanation)
{
    static final NetlinkOutcome PENDING = new NetlinkOutcome(true, false, 0, "");
    private static final int ERROR_LENGTH = Integer.BYTES;

    boolean isSuccess()
    {
        return !isPending && !isInterrupted && 0 == errno;
    }

    /** A dump that changed under way, or that did not fit the receive queue: a second one may fare better. */
    boolean isWorthRepeating()
    {
        return isInterrupted || Errno.ENOBUFS == errno;
    }

    /** A table changed between two datagrams of its dump: what came may lack entries, or have one twice. */
    NetlinkOutcome interrupted()
    {
        return new NetlinkOutcome(isPending, true, Errno.EINTR, explanation);
    }

    /** The socket call itself failed. */
    NetlinkOutcome failed(final int socketErrno)
    {
        return switch (socketErrno)
        {
            case Errno.EINTR -> this;
            case Errno.EAGAIN -> new NetlinkOutcome(false, false, Errno.ETIMEDOUT, "the kernel did not answer in time");
            default -> new NetlinkOutcome(false, isInterrupted, socketErrno, "receiving the kernel's answer failed");
        };
    }

    /** NLMSG_ERROR (which also carries success) or NLMSG_DONE: both start with a negative errno or zero. */
    NetlinkOutcome finished(final NetlinkReader reader)
    {
        final int error = reader.payloadLength() < ERROR_LENGTH ? 0 : -reader.i32(0);
        return isInterrupted && 0 == error ? new NetlinkOutcome(false, true, errno, explanation) :
            new NetlinkOutcome(false, isInterrupted, error, 0 == error ? "" : explanation(reader));
    }

    /** What helps a user: the kernel's own words where there are any. */
    String remedy()
    {
        return explanation.isEmpty() && Errno.EPERM == errno ? "this needs root (CAP_NET_ADMIN)" : explanation;
    }

    private static String explanation(final NetlinkReader reader)
    {
        if (0 == (reader.flags() & NLM_F_ACK_TLVS))
        {
            return "";
        }

        final String text = attributes(reader).string(NLMSGERR_ATTR_MSG);
        return text.isEmpty() ? "" : "the kernel says: " + text;
    }

    /** The refused request stands before the attributes: its header alone when it was cut, all of it otherwise. */
    private static NetlinkAttributes attributes(final NetlinkReader reader)
    {
        if (NLMSG_ERROR != reader.type())
        {
            return reader.attributes(ERROR_LENGTH);
        }

        final boolean isCapped = 0 != (reader.flags() & NLM_F_CAPPED);
        return reader.attributes(ERROR_LENGTH + (isCapped ? HEADER_LENGTH : Math.max(0, reader.i32(ERROR_LENGTH))));
    }
}

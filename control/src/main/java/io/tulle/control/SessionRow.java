package io.tulle.control;

import io.tulle.config.IpAddress;

/**
 * One session of the translation, as {@code tulle sessions} shows it.
 *
 * @param protocol       tcp, udp, icmp, icmpv6 or the protocol's number
 * @param state          the word of io.tulle.nat.conntrack.SessionState
 * @param container      the container whose session it is; null if there is none any more
 * @param network        that container's network; null if there is none any more
 * @param original       packets of who began it, as they come in
 * @param reply          answers, as they come in
 * @param timeoutS       seconds until it ends if it stays silent
 * @param originalPackets packets of who began it
 * @param originalBytes  their IP bytes
 * @param replyPackets   answers
 * @param replyBytes     their IP bytes
 * @param kind           what is translated
 */
public record SessionRow(
    String protocol,
    String state,
    String container,
    String network,
    Flow original,
    Flow reply,
    long timeoutS,
    long originalPackets,
    long originalBytes,
    long replyPackets,
    long replyBytes,
    Kind kind)
{
    /** What translation does to a session. */
    public enum Kind
    {
        /** out with the uplink's address */
        MASQUERADED,
        /** in by a published port */
        PUBLISHED,
        /** from a container to a published port, and so both */
        HAIRPIN,
        /** nothing: addresses stay as they are */
        ROUTED
    }

    /** One direction; ports are 0 for protocols without them, an ICMP identifier stands where its query has it. */
    public record Flow(IpAddress source, int sourcePort, IpAddress destination, int destinationPort)
    {
        @Override
        public String toString()
        {
            return sourceText() + ">" + destinationText();
        }

        /** Address and port as a URL has them. */
        public String sourceText()
        {
            return text(source, sourcePort);
        }

        /** Address and port as a URL has them. */
        public String destinationText()
        {
            return text(destination, destinationPort);
        }

        private static String text(final IpAddress address, final int port)
        {
            return address.isV6() ? "[" + address + "]:" + port : address + ":" + port;
        }
    }
}

package io.tulle.control;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.config.PortMapping;
import io.tulle.config.Protocol;

import java.util.Comparator;
import java.util.List;

/**
 * A port of a container, or a range of them, that the host serves.
 *
 * @param container   the container's name
 * @param asked       as the user wrote it
 * @param endpointId  the endpoint that it leads to; null while it is not served
 * @param hostIp      the address that it is bound to; null means every one, of both families
 * @param hostPort    the first host port; 0 means that any will do
 * @param hostPortEnd the last host port; a longer range than the container's means that the first free one will do
 * @param origin      who asked for it
 */
public record PublishedPort(
    String sandboxId,
    String container,
    PortMapping asked,
    String endpointId,
    IpAddress hostIp,
    int hostPort,
    int hostPortEnd,
    Origin origin)
{
    /** Docker's order: exact ports before those that can choose, then by the container's port, then by protocol. */
    static final Comparator<PublishedPort> ORDER = Comparator
        .comparing((PublishedPort port) -> port.asked().hasChoice())
        .thenComparing((PublishedPort port) -> 0 == port.asked().hostPort())
        .thenComparingInt(PublishedPort::containerPort)
        .thenComparing(PublishedPort::protocol)
        .thenComparing(PublishedPort::container)
        .thenComparing(port -> port.asked().toString());

    /** As a listing has them. */
    static final Comparator<PublishedPort> BY_HOST_PORT = Comparator.comparingInt(PublishedPort::hostPort)
        .thenComparing(PublishedPort::protocol).thenComparing(ORDER);

    /** A port that is asked for, and is served by nobody yet. */
    static PublishedPort of(final Sandbox sandbox, final PortMapping asked, final Origin origin)
    {
        return new PublishedPort(sandbox.id(), sandbox.container(), asked, null, asked.hostIp(), asked.hostPort(),
            asked.hostPortEnd(), origin);
    }

    public Protocol protocol()
    {
        return asked.protocol();
    }

    /** The port of the container that the first host port leads to. */
    public int containerPort()
    {
        return asked.containerPort();
    }

    public int containerPortEnd()
    {
        return asked.containerPortEnd();
    }

    /** The prefixes that may use it, from wherever they come; none means everyone. */
    public List<Cidr> allow()
    {
        return asked.allow();
    }

    /** Is the host port still to be chosen: any, or the first free of the range? */
    public boolean isToChoose()
    {
        return 0 == hostPort || hostPortEnd - hostPort != containerPortEnd() - containerPort();
    }

    /** The same port with its host ports chosen: what a Fabric returns from publish. */
    public PublishedPort chosen(final int firstHostPort)
    {
        return new PublishedPort(sandboxId, container, asked, endpointId, hostIp, firstHostPort,
            firstHostPort + containerPortEnd() - containerPort(), origin);
    }

    /** The same port, bound to this address and led to this endpoint. */
    PublishedPort ledTo(final String endpointId, final IpAddress hostIp)
    {
        return new PublishedPort(
            sandboxId, container, asked, endpointId, hostIp, hostPort, hostPortEnd, origin);
    }

    /** The same port with its host port to be chosen again, if it ever was. */
    PublishedPort unchosen()
    {
        return new PublishedPort(
            sandboxId, container, asked, endpointId, hostIp, asked.hostPort(), asked.hostPortEnd(), origin);
    }

    /** The same port of another who asked for it. */
    PublishedPort origin(final Origin origin)
    {
        return new PublishedPort(sandboxId, container, asked, endpointId, hostIp, hostPort, hostPortEnd, origin);
    }

    /** The same port with other sources that may use it, or the same ones. */
    PublishedPort asked(final PortMapping other)
    {
        return new PublishedPort(sandboxId, container, other, endpointId, hostIp, hostPort, hostPortEnd, origin);
    }

    /** The same port of a container that is called otherwise. */
    PublishedPort renamed(final String name)
    {
        return new PublishedPort(sandboxId, name, asked, endpointId, hostIp, hostPort, hostPortEnd, origin);
    }

    /** The same port of the container in another namespace. */
    PublishedPort movedTo(final Sandbox sandbox)
    {
        return new PublishedPort(sandbox.id(), container, asked, null, hostIp, hostPort, hostPortEnd, origin);
    }

    boolean isServed()
    {
        return null != endpointId;
    }

    /** Would sockets of the two have the same address and port? */
    boolean collides(final PublishedPort other)
    {
        return !isToChoose() && !other.isToChoose() && protocol() == other.protocol() &&
            hostPort <= other.hostPortEnd && other.hostPort <= hostPortEnd &&
            PortMapping.isSameHost(hostIp, other.hostIp);
    }

    /** 8080, 8000-8010, or 0: as it stands in messages. */
    String hostPorts()
    {
        return hostPort == hostPortEnd ? String.valueOf(hostPort) : hostPort + "-" + hostPortEnd;
    }

    String containerPorts()
    {
        return containerPort() == containerPortEnd() ? String.valueOf(containerPort()) :
            containerPort() + "-" + containerPortEnd();
    }

    /** As docker ps shows it: {@code 0.0.0.0:8080->80/tcp}. */
    @Override
    public String toString()
    {
        final String ip = null == hostIp ? "0.0.0.0" : hostIp.isV6() ? "[" + hostIp + "]" : hostIp.toString();
        return ip + ":" + hostPorts() + "->" + containerPorts() + "/" + protocol();
    }
}

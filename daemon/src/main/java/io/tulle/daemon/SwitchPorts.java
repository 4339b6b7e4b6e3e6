package io.tulle.daemon;

import java.util.function.Function;

import io.tulle.control.Endpoint;
import io.tulle.control.Network;
import io.tulle.daemon.names.NamesParts;
import io.tulle.daemon.router.RouterParts;
import io.tulle.tapio.TapDevice;
import io.tulle.tapio.TapPort;

/** Turns the devices of endpoints into switch ports, and lets go of them again. Called by the control thread. */
final class SwitchPorts
{
    private final Workers workers;
    private final RouterParts router;
    private final NamesParts names;
    private final Attachments attached = new Attachments();
    private Runnable listener = () -> { };

    SwitchPorts(final Workers workers, final RouterParts router, final NamesParts names)
    {
        this.workers = workers;
        this.router = router;
        this.names = names;
    }

    /** What is attached, by port for any thread. */
    Attachments attached()
    {
        return attached;
    }

    /** @param listener called when a port came, before its first frame, has another name, or went. */
    void listener(final Runnable listener)
    {
        this.listener = listener;
    }

    /** Makes the device and gives the workers its port; nothing of it is let in yet. */
    AttachedEndpoint add(final Endpoint endpoint, final Domain domain, final Function<Endpoint, TapDevice> opener)
    {
        final int port = router.numbers().port(endpoint.id());
        final AttachedEndpoint attachment = new AttachedEndpoint(endpoint, domain, open(endpoint, opener), port);
        attached.put(attachment);
        listener.run(); // before the first frame can come
        final String name = attachment.name();
        workers.addPort(port, name, (worker) -> new TapPort(port, name, attachment.device().queue(worker),
            endpoint.mtu(), workers.pool(worker)));
        return attachment;
    }

    private TapDevice open(final Endpoint endpoint, final Function<Endpoint, TapDevice> opener)
    {
        try
        {
            return opener.apply(endpoint);
        }
        catch (final RuntimeException ex)
        {
            router.sessions().removeByPort(router.numbers().port(endpoint.id()));
            router.numbers().releasePort(endpoint.id()); // or failures would use up the numbers
            throw ex;
        }
    }

    /** Takes over the names of an endpoint. */
    void update(final AttachedEndpoint attachment)
    {
        attached.put(attachment);
        rename(attachment);
        listener.run();
    }

    /** Takes over the name of a network. */
    void rename(final Network network)
    {
        attached.all().stream()
            .filter((attachment) -> network.id().equals(attachment.endpoint().networkId()))
            .forEach(this::rename);
        listener.run();
    }

    /** No frame comes in or leaves any more; sessions stay, for a start that finds the device again. */
    void release(final AttachedEndpoint attachment)
    {
        final int port = attachment.port();
        names.model().leave(port);
        attachment.domain().leave(port);
        router.networks().leave(port);
        workers.removePort(port);
        names.onPortGone(port);
        attachment.domain().bridge().fdb().flushPort(port); // nobody can learn it again: no worker receives from it
        attached.portGone(port);
        listener.run();
    }

    /** The endpoint will not be back: its sessions are over, and its number may be another's. */
    void forget(final AttachedEndpoint attachment)
    {
        router.sessions().removeByPort(attachment.port());
        router.numbers().releasePort(attachment.endpoint().id());
    }

    private void rename(final AttachedEndpoint attachment)
    {
        workers.renamePort(attachment.port(), attachment.name());
    }
}

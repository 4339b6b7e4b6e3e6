package io.tulle.config;

import java.util.List;

/**
 * How one container resolves names: its keys {@code dns}, {@code dns_search}, {@code dns_opt} and {@code extra_hosts}.
 *
 * @param servers instead of those of its networks; empty for those.
 * @param search  of its resolv.conf; empty for the host's, one dot for none.
 * @param options of its resolv.conf, such as ndots:2; added to Docker's ndots:0.
 * @param hosts   names that only this container has.
 */
public record ContainerDns(List<DnsServer> servers, List<String> search, List<String> options, List<ExtraHost> hosts)
{
    public static final ContainerDns DEFAULTS =
        new ContainerDns(List.of(), List.of(), List.of(), List.of());

    public ContainerDns
    {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
        options = List.copyOf(options);
        hosts = List.copyOf(hosts);
    }

    /**
     * A name with an address, or several with the same name.
     *
     * @param address null for {@code host-gateway}: the gateway of the network that is asked.
     */
    public record ExtraHost(String name, IpAddress address)
    {
        static final String HOST_GATEWAY = "host-gateway";

        /** Reads NAME=ADDRESS and NAME:ADDRESS; BadValueException says what is wrong. */
        public static ExtraHost parse(final String text)
        {
            return ExtraHostReader.parse(text);
        }

        /** In the form that parse reads. */
        @Override
        public String toString()
        {
            return name + "=" + (null == address ? HOST_GATEWAY : address);
        }
    }
}

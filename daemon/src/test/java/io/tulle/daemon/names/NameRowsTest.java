package io.tulle.daemon.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tulle.config.ContainerDns;
import io.tulle.config.ContainerDns.ExtraHost;
import io.tulle.config.IpAddress;
import io.tulle.control.Network;
import io.tulle.control.Sandbox;
import io.tulle.dns.zone.NameViews;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** A listing says where each name comes from. */
class NameRowsTest
{
    private static final int TTL_S = 5;
    private static final int WEB = 1;

    private final NameViews views = new NameViews(4);
    private final Network front = Model.network("front", "10.30");
    private final Sandbox web = Model.sandbox("web", new ContainerDns(List.of(), List.of(), List.of(),
        List.of(new ExtraHost("up", IpAddress.parse("2001:db8::1")))));
    private final Sandbox db = Model.sandbox("db");
    private final NameRows rows = new NameRows(TTL_S);

    @TempDir
    private Path folder;
    private Names names;

    @BeforeEach
    void join()
    {
        names = new Names(views, new HostResolvConf(folder.resolve("resolv.conf")),
            new ContainerFiles(folder.resolve("netns"), ""));
        names.put(front);
        names.join(WEB, front, web, Model.endpoint(front, web, "10.30.0.2", 0, "shared"));
        names.publish(web, Model.port(web, "80"));
        names.join(2, front, db, Model.endpoint(front, db, "10.30.0.3", 0, "shared"));
    }

    @Test
    void shouldSayWhoseNameItIs()
    {
        names.zones().forEach(rows::add);

        assertRow("web A 10.30.0.2 front web container web");
        assertRow("web.front A 10.30.0.2 front web container web");
        assertRow("shared A 10.30.0.2 front web alias of web, db");
        assertRow("shared A 10.30.0.3 front db alias of web, db");
        assertRow(web.id().substring(0, 12) + " A 10.30.0.2 front web id of web");
        assertRow("2.0.30.10.in-addr.arpa PTR web.front. front web address of web");
        assertRow("_80._tcp.web SRV 0 0 80 web.front. front web port of web");
    }

    @Test
    void shouldSayWhichNamesOnlyOneContainerHas()
    {
        rows.addHosts(views.get(WEB));

        assertRow("up AAAA 2001:db8::1 null web extra_hosts of web");
        assertRow("host.docker.internal A 10.30.0.1 front null gateway");
    }

    private void assertRow(final String row)
    {
        assertEquals(1, rows.rows().stream().map((one) -> String.join(" ", one.name(), one.type(), one.value(),
            one.network(), one.container(), one.source())).filter(row::equals).count(), row);
    }
}

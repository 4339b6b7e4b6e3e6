package io.tulle.daemon.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

/** A resolv.conf is read as the C library reads it. */
class ResolvConfTest
{
    @Test
    void shouldReadServersSearchListAndOptions()
    {
        final ResolvConf conf = ResolvConf.parse("""
            # made by somebody
            ; in two ways
            nameserver 127.0.0.53
            nameserver\t2001:db8::53
            search corp.example  example.org
            options edns0 trust-ad
            options timeout:1
            sortlist 130.155.160.0/255.255.240.0
            """);

        assertEquals("[/127.0.0.53:53, /[2001:db8:0:0:0:0:0:53]:53]", conf.servers().toString());
        assertEquals(List.of("corp.example", "example.org"), conf.search());
        assertEquals(List.of("edns0", "trust-ad", "timeout:1"), conf.options());
    }

    @Test
    void shouldTakeTheLastOfDomainAndSearch()
    {
        assertEquals(List.of("b.example"), ResolvConf.parse("search a.example\ndomain b.example c.example\n").search());
        assertEquals(List.of("a.example"), ResolvConf.parse("domain b.example\nsearch a.example\n").search());
    }

    @Test
    void shouldAskTheHostItselfWhenNoServerIsNamed()
    {
        assertEquals("[/127.0.0.1:53]", ResolvConf.parse("search a.example\n").servers().toString());
        assertEquals("[/127.0.0.1:53]", ResolvConf.parse("").servers().toString());
    }

    @Test
    void shouldLeaveOutWhatIsNoAddressAndMoreThanThreeServers()
    {
        final ResolvConf conf = ResolvConf.parse("nameserver\nnameserver dns.example\nnameserver 192.0.2.1\n" +
            "nameserver 192.0.2.2\nnameserver fe80::1%nosuchlink\nnameserver 192.0.2.3\nnameserver 192.0.2.4\n");

        assertEquals("[/192.0.2.1:53, /192.0.2.2:53, /192.0.2.3:53]", conf.servers().toString());
    }

    @Test
    void shouldKeepTheLinkOfALinkLocalServer()
    {
        assertEquals(1, ResolvConf.parse("nameserver fe80::1%lo\n").servers().size());
    }
}

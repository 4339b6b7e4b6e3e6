package io.tulle.dns.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ReverseMap;

/** Names of addresses. */
class ReverseNameTest
{
    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.5", "255.0.128.1", "fd00:77::5", "2001:db8:1234:5678:9abc:def0:1:ffff", "::1"})
    void shouldWriteTheNameAsOthersDo(final String text)
    {
        final InetAddress address = NameRig.address(text);
        assertEquals(ReverseMap.fromAddress(address).toString(true), ReverseName.of(address));
    }
}

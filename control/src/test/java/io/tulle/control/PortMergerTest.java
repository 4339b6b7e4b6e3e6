package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tulle.config.PortMapping;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Ports that Docker gives one by one become ranges again. */
class PortMergerTest
{
    @Test
    void shouldMakeOneRangeOfAThousandPortsInAnyOrder()
    {
        final List<PortMapping> mappings = new ArrayList<>();
        for (int i = 0; i < 1_000; i++)
        {
            mappings.add(PortMapping.parse(8_000 + i + ":" + (80 + i)));
        }
        Collections.shuffle(mappings, new Random(1));
        assertEquals(List.of("8000-8999:80-1079/tcp"), merged(mappings));
    }

    @Test
    void shouldKeepApartWhatIsNotOneRange()
    {
        assertEquals(List.of("80:80/tcp", "81:90/tcp"), merged("80:80", "81:90"));
        assertEquals(List.of("80:80/tcp", "82:82/tcp"), merged("80:80", "82:82"));
        assertEquals(List.of("80:80/tcp", "81:81/udp"), merged("80:80", "81:81/udp"));
        assertEquals(List.of("127.0.0.1:80:80/tcp", "81:81/tcp"), merged("127.0.0.1:80:80", "81:81"));
        assertEquals(List.of("80:80/tcp", "81:80/tcp"), merged("80:80", "81:80"));
    }

    @Test
    void shouldLeaveTheChoiceToWhatHasOne()
    {
        assertEquals(List.of("80/tcp", "81/tcp"), merged("80", "81"));
        assertEquals(List.of("8000:80/tcp", "8001-8010:81/tcp"), merged("8000:80", "8001-8010:81"));
    }

    @Test
    void shouldHaveAPortOnceThatIsGivenTwice()
    {
        assertEquals(List.of("[::1]:80-81:80-81/tcp"), merged("[::1]:80:80", "[::1]:81:81", "[::1]:80:80"));
        assertEquals(List.of(), merged());
    }

    @Test
    void shouldTakeBothUnspecifiedAddressesForEveryOne()
    {
        assertEquals(List.of("80-81:80-81/tcp"),
            merged("0.0.0.0:80:80", "[::]:80:80", "[::]:81:81", "0.0.0.0:81:81"));
        assertEquals(List.of("53/udp"), merged("[::]::53/udp", "0.0.0.0::53/udp"));
        assertEquals(List.of("0.0.0.0:80:80/tcp", "[::]:81:80/tcp"), merged("0.0.0.0:80:80", "[::]:81:80"));
    }

    private static List<String> merged(final String... words)
    {
        return merged(List.of(words).stream().map(PortMapping::parse).toList());
    }

    private static List<String> merged(final List<PortMapping> mappings)
    {
        return PortMerger.merge(mappings).stream().map(PortMapping::toString).toList();
    }
}

package io.tulle.tapio.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Settings reach the right file of the right namespace. */
class SysctlTest
{
    @Test
    void shouldFindTheFileOfAKey()
    {
        assertEquals("/proc/sys/net/ipv4/ip_forward", Sysctl.path("net.ipv4.ip_forward"));
        assertEquals("/proc/sys/net/ipv6/conf/eth0.100/mtu", Sysctl.path("net.ipv6.conf.eth0/100.mtu"));
        final String key = Sysctl.forInterface("ipv6", "eth0.100", "mtu");
        assertEquals("/proc/sys/net/ipv6/conf/eth0.100/mtu", Sysctl.path(key));
    }

    @Test
    void shouldRefuseKeysThatLeaveTheTree()
    {
        assertThrows(IllegalArgumentException.class, () -> Sysctl.path("net/../../etc/passwd"));
        assertThrows(IllegalArgumentException.class, () -> Sysctl.path("net..ipv4"));
        assertThrows(IllegalArgumentException.class, () -> Sysctl.path(""));
    }

    @Test
    @Tag("root")
    void shouldWriteForTheNamespaceOfTheThreadOnly()
    {
        try (TestNamespace test = new TestNamespace())
        {
            final String before = Sysctl.read("net.ipv4.ip_forward");
            final String other = "0".equals(before) ? "1" : "0";
            test.namespace().run(() -> Sysctl.write("net.ipv4.ip_forward", other));
            assertEquals(other, test.namespace().call(() -> Sysctl.read("net.ipv4.ip_forward")));
            assertEquals(before, Sysctl.read("net.ipv4.ip_forward"));
        }
    }

    @Test
    @Tag("root")
    void shouldSetAnInterfaceWhoseNameHasADot()
    {
        try (TestNamespace test = new TestNamespace())
        {
            test.veth("eth0.100", "peer");
            final String key = Sysctl.forInterface("ipv6", "eth0.100", "disable_ipv6");
            test.namespace().run(() -> Sysctl.write(key, "1"));
            assertEquals("1", test.namespace().call(() -> Sysctl.read("net.ipv6.conf.eth0/100.disable_ipv6")));
        }
    }

    @Test
    @Tag("root")
    void shouldSayWhichSettingWasRefused()
    {
        try (TestNamespace test = new TestNamespace())
        {
            final Exception refused = assertThrows(
                LinuxException.class, () -> test.namespace().run(() -> Sysctl.write("net.ipv4.ip_forward", "maybe")));
            assertEquals("write maybe to /proc/sys/net/ipv4/ip_forward: Invalid argument (EINVAL)",
                refused.getMessage());
            final Exception missing = assertThrows(LinuxException.class, () -> Sysctl.read("net.ipv4.no_such"));
            assertTrue(missing.getMessage().startsWith("open /proc/sys/net/ipv4/no_such: No such file or directory"));
        }
    }
}

package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tulle leaves a host as it found it, however it ends and however a start fails, and says why in a line. */
@Tag("root")
class CleanUpTest
{
    private static final String NOBODY = "65534";
    private static final String YAML = """
        networks: {lan: {ipam: {config: [{subnet: 10.37.0.0/24}]}}}
        containers:
          web: {netns: "@web", networks: {lan: {ipv4_address: 10.37.0.2}}}
          db: {netns: create, networks: {lan: {ipv4_address: 10.37.0.3}}}
        """;

    @RegisterExtension
    final TestHost host = new TestHost();

    private Instance tulle;
    private Container web;
    private HostSnapshot hostBefore;
    private HostSnapshot webBefore;

    @BeforeEach
    void look()
    {
        tulle = host.tulle();
        web = host.container("web");
        web.run("ip", "link", "set", "lo", "up").ok(); // it stays up, as in any container
        hostBefore = HostSnapshot.take(host.commands(), host.host().prefix());
        webBefore = HostSnapshot.take(host.commands(), web.prefix());
    }

    @Test
    @Tag("smoke")
    void shouldLeaveNothingAfterDown()
    {
        tulle.up(YAML);
        assertTrue(web.reaches("10.37.0.3"));

        tulle.down();

        assertAsBefore();
    }

    @Test
    void shouldLeaveNothingAfterSigtermAndDown()
    {
        tulle.up(YAML);
        tulle.daemon().signal("TERM").ok();
        assertTrue(hasInterface(), "SIGTERM keeps the interfaces");

        tulle.down();

        assertAsBefore();
    }

    @Test
    void shouldLeaveNothingAfterKillAndDown()
    {
        tulle.up(YAML);
        tulle.killHard();
        assertTrue(hasInterface(), "the interfaces are persistent");

        tulle.tulle("down").ok();

        assertAsBefore();
    }

    @Test
    void shouldKeepEverythingWhenDownIsToldToKeep()
    {
        tulle.up(YAML);

        tulle.tulle("down", "--keep").ok();
        tulle.daemon().await().ok();
        assertTrue(hasInterface());
        tulle.upAgain();

        assertTrue(web.reaches("10.37.0.3"));
        tulle.down();
        assertAsBefore();
    }

    @Test
    @Tag("smoke")
    void shouldNameEveryMistakeOfABadFileAndDoNothing()
    {
        tulle.file("""
            networks: {lan: {ipam: {config: [{subnet: 10.37.0.0/33}]}}}
            containers: {web: {netns: "@web", networks: {lna: {}}, colour: red}}
            """);

        final CommandResult result = tulle.start().await().exits(2);

        assertTrue(result.errorLines().size() >= 3, result::toString);
        result.errorLines().forEach(line -> assertTrue(line.matches(".*topology\\.yaml:\\d+:\\d+: .*"), line));
        assertAsBefore();
    }

    @Test
    void shouldAttachTheOthersWhenANamespaceIsMissing()
    {
        tulle.up(YAML + "  ghost: {netns: \"@ghost\", networks: {lan: {ipv4_address: 10.37.0.4}}}\n" +
            "  mail: {netns: create, networks: {lan: {ipv4_address: 10.37.0.5}}}\n");

        final List<String> lines = tulle.daemon().err().lines().toList();
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).startsWith("tulle: container ghost: there is no network namespace"), lines::toString);
        assertTrue(web.reaches("10.37.0.3"));
        assertTrue(web.reaches("10.37.0.5"));
        tulle.down();
        assertAsBefore();
    }

    @Test
    void shouldRefuseASecondDaemonInTheSameDirectories()
    {
        final Background first = tulle.up(YAML);

        final CommandResult second = host.run(tulle.words("up", "-f", tulle.file().toString())).exits(1);

        assertTrue(second.onlyErrorLine().contains("another Tulle runs"), second::toString);
        assertTrue(first.isRunning());
        assertTrue(web.reaches("10.37.0.3"), "the first goes on");
        tulle.down();
        assertAsBefore();
    }

    @Test
    void shouldSayThatTheTunDeviceIsMissing()
    {
        tulle.file(YAML);

        final CommandResult result = up("unshare", "--mount", "--", "sh", "-c",
            "mount -t tmpfs tmpfs /dev/net && exec \"$@\"", "sh").exits(1);

        assertTrue(result.onlyErrorLine().contains("/dev/net/tun is missing"), result::toString);
        assertAsBefore();
    }

    @Test
    void shouldSayThatItNeedsRoot() throws IOException
    {
        final Path readable = Files.createTempFile("tulle", ".yaml");
        Files.copy(tulle.file(YAML), readable, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rw-r--r--"));

        final CommandResult result = host.run(Commands.join(
            List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--"),
            tulle.words("up", "-f", readable.toString()).toArray(new String[0]))).exits(1);
        Files.delete(readable);

        assertTrue(result.onlyErrorLine().contains("needs root"), result::toString);
        assertAsBefore();
    }

    @Test
    void shouldNotTakeAnInterfaceThatIsNotItsOwn()
    {
        web.run("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "peer0").ok();
        tulle.up(YAML);

        final List<String> lines = tulle.daemon().err().lines().toList();
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("already has an interface eth0"), lines::toString);
        tulle.down();
        assertTrue(web.run("ip", "-o", "link", "show", "eth0").ok().out().contains("eth0@peer0"));
    }

    private CommandResult up(final String... launcher)
    {
        return host.run(Commands.join(List.of(launcher),
            tulle.words("up", "-f", tulle.file().toString()).toArray(new String[0])));
    }

    private boolean hasInterface()
    {
        return web.run("ip", "link", "show", "eth0").isOk();
    }

    private void assertAsBefore()
    {
        assertFalse(hasInterface(), "eth0 is gone");
        assertFalse(Files.exists(host.created("db").path()), "the namespace of db is gone");
        assertEquals(webBefore, HostSnapshot.take(host.commands(), web.prefix()), "the container's network");
        assertEquals(hostBefore, HostSnapshot.take(host.commands(), host.host().prefix()), "the host's network");
    }
}

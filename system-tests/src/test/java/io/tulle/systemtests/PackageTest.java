package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Debian package: what is in it works where it is installed, and goes without a trace. */
@Tag("root")
class PackageTest
{
    private static final Path TARGET = Path.of("../daemon/target");
    private static final String YAML = """
        containers:
          one: {netns: create}
          two: {netns: create}
        """;

    @RegisterExtension
    final TestHost host = new TestHost();

    private ScratchRoot root;
    private String deb;

    @BeforeEach
    void install() throws IOException
    {
        final Path file = newest();
        deb = "/tmp/" + file.getFileName();
        root = ScratchRoot.mount(host, Files.createDirectory(host.directory().resolve("scratch")), file);
        dpkg("--install", deb);
    }

    /** It must be of this build, which the profile of that name makes. */
    private static Path newest() throws IOException
    {
        try (Stream<Path> files = Files.list(TARGET))
        {
            final Path file = files.filter(path -> path.toString().endsWith("_all.deb"))
                .max((one, other) -> modified(one).compareTo(modified(other))).orElseThrow(() ->
                    new AssertionError("there is no package in " + TARGET + "; run Maven with -Pdeb"));
            assertTrue(modified(file).compareTo(modified(TARGET.resolve("tulle-daemon.jar"))) >= 0,
                () -> file + " is older than the jar; run Maven with -Pdeb");
            return file;
        }
    }

    private static Long modified(final Path file)
    {
        return file.toFile().lastModified();
    }

    /** An image for containers may tell dpkg to leave manual pages out. */
    private String dpkg(final String action, final String what)
    {
        return root.run("dpkg", "--path-include=*", action, what).ok().out();
    }

    @Test
    void shouldRunWithWhatItBrings()
    {
        assertTrue(root.shell("tulle version").startsWith("tulle 0."));
        assertTrue(root.run("tulle", "check", "-f", "/etc/tulle/tulle.yaml").ok().err().isEmpty());
        assertEquals("", root.shell("shopt -s nullglob; for file in /usr/share/doc/tulle/examples/*.yaml; " +
            "do tulle check -f $file > /dev/null || echo $file; done"), "examples with mistakes");
        assertFalse(root.shell("find /var/cache/tulle -name '*.jsa' -size +1M").isEmpty(), "starts are quick");
        assertEquals("network\n", root.shell(". /usr/share/bash-completion/completions/tulle; " +
            "COMP_WORDS=(tulle netw); COMP_CWORD=1; _complete_tulle; echo \"${COMPREPLY[@]}\""));
        assertEquals("", root.shell("gzip -dc /usr/share/man/man8/tulle.8.gz | groff -man -Tutf8 -ww -z 2>&1"));
        assertEquals("", root.shell("test -x /usr/lib/tulle/netavark && test -x /usr/lib/cni/tulle"), "the shims");
        assertEquals("", root.shell("systemd-analyze verify --man=no /usr/lib/systemd/system/tulle.* 2>&1"));
    }

    @Test
    void shouldSayWhatIsMissingAndNeverInstallOrBuild()
    {
        root.shell("rm /usr/lib/tulle/tulle-daemon.jar");

        assertEquals("tulle: /usr/lib/tulle/tulle-daemon.jar is missing; type: apt-get install --reinstall tulle",
            root.run("tulle", "version").exits(1).onlyErrorLine());
        assertTrue(root.run("env", "JAVA_HOME=/nowhere", "tulle", "version").exits(1).onlyErrorLine()
            .contains("is no Java 17"));
    }

    @Test
    void shouldKeepContainersOverAnUpgradeAndLeaveNothingWhenItGoes()
    {
        root.shell("cat > /etc/tulle/tulle.yaml << 'END'\nname: " + host.fullName("package") + "\n" + YAML + "END");
        final Background daemon = root.start("tulle", "up", "-f", "/etc/tulle/tulle.yaml").awaitLine("ready");
        final String containers = root.shell("tulle ps --json");

        dpkg("--install", deb);

        assertTrue(daemon.isRunning(), daemon::toString);
        assertEquals(containers, root.shell("tulle ps --json"));
        assertTrue(root.shell("cat /etc/tulle/tulle.yaml").endsWith(YAML), "what the user wrote stays");

        dpkg("--remove", "tulle");

        daemon.await().ok();
        assertEquals("", root.shell("ls /run/netns"), "namespaces that it made");
        assertTrue(root.shell("cat /etc/tulle/tulle.yaml").endsWith(YAML), "until it is purged");

        dpkg("--purge", "tulle");

        assertEquals(List.of(), root.find("tulle").stream().filter(file -> !file.endsWith(deb)).toList());
    }

    @Test
    void shouldRemoveWhatADeadTulleLeft()
    {
        root.shell("cat > /tmp/topology.yaml << 'END'\nname: " + host.fullName("dead") + "\n" + YAML + "END");
        root.start("tulle", "up", "-f", "/tmp/topology.yaml").awaitLine("ready").signal("KILL");
        assertFalse(root.shell("ls /run/netns").isEmpty());

        dpkg("--purge", "tulle");

        assertEquals("", root.shell("ls /run/netns"));
        assertEquals(List.of(), root.find("tulle").stream().filter(file -> !file.endsWith(deb)).toList());
    }
}

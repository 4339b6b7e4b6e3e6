package io.tulle.daemon.names;

import io.tulle.control.Sandbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Keeps the resolv.conf that {@code ip netns exec NAME} and {@code tulle exec} put in front of a container's programs.
 * A file is written in place, since those programs have a mount of the file itself. The first line says whose it is,
 * and whether its folder is, too: after a kill -9 that is all there is to know. Called by the control thread.
 */
public final class ContainerFiles
{
    private static final Logger LOGGER = LoggerFactory.getLogger(ContainerFiles.class);
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final String FILE = "resolv.conf";
    private static final String WITH_FOLDER = " and its folder";
    private static final String WITH_FOLDERS = " and its folders"; // the one that has those of all namespaces, too

    private static final String NOT_OURS = "";
    private static final long MAX_LENGTH = 1 << 20;

    private final Path folder;
    private final String mark;
    private boolean isBaseOurs;

    /**
     * @param folder   where the folders of namespaces are: /etc/netns
     * @param instance tells several Tulles on one host apart; empty for the default one
     */
    public ContainerFiles(final Path folder, final String instance)
    {
        this.folder = folder;
        mark = "# Made by Tulle" + (instance.isEmpty() ? "" : " " + instance) + ", which removes this file";
    }

    /** @return the file of the namespace at a path; null if {@code ip netns} has no name for it. */
    public static Path of(final Path folder, final Path namespace)
    {
        final boolean isName = null != namespace && NAMESPACES.equals(namespace.getParent()) &&
            namespace.equals(namespace.normalize()); // ".." is none
        return isName ? folder.resolve(namespace.getFileName()).resolve(FILE) : null;
    }

    /** @param text the file's lines; null removes it. */
    void put(final Sandbox sandbox, final String text)
    {
        final Path file = of(folder, sandbox.path());
        if (null == file)
        {
            return;
        }
        try
        {
            if (null == text)
            {
                remove(file);
            }
            else
            {
                write(file, text);
            }
        }
        catch (final IOException ex)
        {
            LOGGER.warn("container {}: cannot {} {}: {}", sandbox.container(), null == text ? "remove" : "write", file,
                ex.toString());
        }
    }

    private void write(final Path file, final String text) throws IOException
    {
        final String before = read(file);
        if (Files.isSymbolicLink(file.getParent()) || null != before && !before.startsWith(mark))
        {
            LOGGER.warn("{} is not this Tulle's, so it stays as it is; remove it, and the next change of the " +
                "container writes it", file);
            return;
        }
        final String after = (null == before ? mark + makeFolder(file.getParent()) : firstLine(before)) + "\n" + text;
        if (!after.equals(before))
        {
            Files.writeString(file, after, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS);
        }
        if (null == before)
        {
            // whatever the service's umask is: who runs in the container need not be root
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    /** @return what the file's first line says of it. */
    private String makeFolder(final Path parent) throws IOException
    {
        if (Files.isDirectory(parent))
        {
            return "";
        }
        isBaseOurs |= !Files.isDirectory(folder);
        Files.createDirectories(parent);
        return isBaseOurs ? WITH_FOLDERS : WITH_FOLDER;
    }

    /** Of a file that is ours. */
    private String firstLine(final String text)
    {
        isBaseOurs |= text.startsWith(mark + WITH_FOLDERS);
        return text.lines().findFirst().orElse(mark);
    }

    private void remove(final Path file) throws IOException
    {
        final String before = read(file);
        if (null != before && before.startsWith(mark) && !Files.isSymbolicLink(file.getParent()))
        {
            Files.delete(file);
            if (before.startsWith(mark + WITH_FOLDER))
            {
                removeFolder(file.getParent());
            }
            if (before.startsWith(mark + WITH_FOLDERS))
            {
                removeFolder(folder);
            }
        }
    }

    private static void removeFolder(final Path folder) throws IOException
    {
        try
        {
            Files.delete(folder);
        }
        catch (final DirectoryNotEmptyException ex)
        {
            // somebody put a file beside ours
        }
    }

    /** @return its text, as far as it tells whose it is, or null. */
    private static String read(final Path file) throws IOException
    {
        try
        {
            final BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            // behind a link is somebody's file, a pipe has no end, and ours are short
            return attributes.isRegularFile() && attributes.size() <= MAX_LENGTH ?
                Files.readString(file, StandardCharsets.ISO_8859_1) : NOT_OURS;
        }
        catch (final NoSuchFileException ex)
        {
            return null;
        }
    }
}

package io.tulle.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a topology file for a user and tells him every mistake in it at once; bad input never throws.
 * Any thread may call.
 */
public final class TopologyLoader
{
    private static final int MAX_BYTES = 4 << 20; // ten thousand containers take a quarter of it

    private TopologyLoader()
    {
    }

    /** Reads a file; a topology without a name gets its folder's, as in Compose. */
    public static LoadResult load(final Path file)
    {
        final Problems problems = new Problems(file.toString());
        final String text = read(file, problems);
        return null == text ? new LoadResult(null, problems.inFileOrder()) : load(text, problems, folder(file));
    }

    /** Reads text; the source's name stands in the problems, and its folder names a topology without a name. */
    public static LoadResult load(final String text, final String sourceName)
    {
        final int slash = sourceName.lastIndexOf('/');
        final String parent = slash <= 0 ? "" : sourceName.substring(0, slash);
        return load(text, new Problems(sourceName), parent.substring(parent.lastIndexOf('/') + 1));
    }

    private static LoadResult load(final String text, final Problems problems, final String folder)
    {
        final String yaml = text.startsWith("\uFEFF") ? text.substring(1) : text; // a byte order mark of some editors
        final YamlNode root = new YamlText(problems, MAX_BYTES).tree(yaml);
        if (null == root)
        {
            return new LoadResult(null, problems.inFileOrder());
        }
        final Topology topology = new TopologyReader(problems).read(root, Names.projectOf(folder));
        return problems.isEmpty() ? new LoadResult(topology, List.of()) :
            new LoadResult(null, problems.inFileOrder());
    }

    private static String folder(final Path file)
    {
        final Path parent = file.toAbsolutePath().normalize().getParent();
        return null == parent || null == parent.getFileName() ? "" : parent.getFileName().toString();
    }

    private static String read(final Path file, final Problems problems)
    {
        try (InputStream in = Files.newInputStream(file))
        {
            final byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES)
            {
                problems.add(null, "the file is larger than " + (MAX_BYTES >> 20) + " MiB", "is it a topology?");
                return null;
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
        catch (final CharacterCodingException e)
        {
            problems.add(null, "the file is not UTF-8 text", "is it a topology?");
        }
        catch (final NoSuchFileException e)
        {
            problems.add(null, "there is no such file", "check the path after -f");
        }
        catch (final AccessDeniedException e)
        {
            problems.add(null, "the file may not be read by this user", "change its mode or the user");
        }
        catch (final IOException e)
        {
            problems.add(null, "the file cannot be read: " + e.getMessage(), "name a regular file");
        }
        return null;
    }
}

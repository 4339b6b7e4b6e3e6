package io.tulle.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the model on disk, so that a kill -9 leaves nothing that no one owns. A write is atomic: to a temporary file,
 * fsync, rename, fsync of the directory. Called by the control thread.
 */
final class StateStore
{
    static final String FILE = "state.json";
    static final String CORRUPT = "state.json.corrupt";

    private final Path directory;
    private final Path file;
    private boolean isLate;

    StateStore(final Path directory)
    {
        this.directory = directory;
        file = directory.resolve(FILE);
    }

    /** The saved state, or null if there is none; a file that makes no sense is put aside and told to problems. */
    State load(final List<String> problems)
    {
        if (!Files.exists(file))
        {
            return null;
        }
        try
        {
            return StateCodec.decode(JsonText.parse(Files.readAllBytes(file)));
        }
        catch (final RuntimeException e)
        {
            // whatever is wrong with a damaged file, the parsers have many ways to say so
            problems.add(putAside(e));
            return null;
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    void save(final State state)
    {
        isLate = true;
        final Path temporary = directory.resolve(FILE + ".new");
        try
        {
            Files.createDirectories(directory);
            write(temporary, JsonText.bytes(StateCodec.encode(state)));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory();
            isLate = false;
        }
        catch (final IOException e)
        {
            throw ControlException.failed("cannot write " + file + ": " + e.getMessage() +
                "; nothing was changed that is not saved; free space or give another --state-dir");
        }
    }

    /** Writes what could not be written the last time. */
    void saveIfLate(final State state)
    {
        if (isLate)
        {
            save(state);
        }
    }

    /** After a failure that is told already: what cannot be written now is written with the next change. */
    void saveIfPossible(final State state)
    {
        Guard.run("", new ArrayList<>(), () -> save(state));
    }

    void delete()
    {
        try
        {
            Files.deleteIfExists(file);
        }
        catch (final IOException e)
        {
            throw ControlException.failed("cannot remove " + file + ": " + e.getMessage());
        }
    }

    private static void write(final Path path, final byte[] bytes) throws IOException
    {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING))
        {
            final ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining())
            {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private void syncDirectory() throws IOException
    {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ))
        {
            channel.force(true); // or the rename itself may be lost in a power cut
        }
    }

    private String putAside(final RuntimeException reason)
    {
        final Path aside = directory.resolve(CORRUPT);
        try
        {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("cannot put " + file + " aside: " + e.getMessage(), e);
        }
        return file + " is not a state of Tulle (" + reason.getMessage() + "); it is kept as " + aside +
            " and Tulle starts with nothing";
    }
}

package io.tulle.daemon.uplink;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Gives nft a script, which the kernel takes as a whole or not at all. Called by control threads. */
final class NftProgram
{
    private static final String NAME = "nft";
    private static final Path USUAL_PLACE = Path.of("/usr/sbin", NAME);
    private static final int TIMEOUT_S = 20;
    private static final String REMEDY = "; sharing an address with the host needs nftables: apt-get install nftables";

    private NftProgram()
    {
    }

    /** It need not be on the path, which often lacks the folders of administrators' programs. */
    static void run(final String script)
    {
        run(Files.isExecutable(USUAL_PLACE) ? USUAL_PLACE.toString() : NAME, script);
    }

    static void run(final String program, final String script)
    {
        final Process process = start(program);
        try
        {
            write(process, script);
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS) || 0 != process.exitValue())
            {
                throw new IllegalStateException("nft failed: " + output.strip());
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("nft failed: " + ex.getMessage(), ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while nft ran", ex);
        }
        finally
        {
            process.destroy();
        }
    }

    private static void write(final Process process, final String script) throws IOException
    {
        try (OutputStream input = process.getOutputStream())
        {
            input.write(script.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Process start(final String program)
    {
        try
        {
            return new ProcessBuilder(program, "-f", "-").redirectErrorStream(true).start();
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException("cannot run nft: " + ex.getMessage() + REMEDY, ex);
        }
    }
}

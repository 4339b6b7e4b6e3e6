package io.tulle.daemon.demo;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** Measures throughput where iperf3 is missing: sends zeros for some seconds; {@link DemoServer} counts them. */
public final class StreamClient
{
    private StreamClient()
    {
    }

    /** @param args address and seconds */
    public static void main(final String[] args) throws IOException
    {
        final long lengthNs = TimeUnit.SECONDS.toNanos(Long.parseLong(args[1]));
        try (Socket socket = new Socket(args[0], DemoServer.STREAM_PORT))
        {
            final OutputStream out = socket.getOutputStream();
            final byte[] zeros = new byte[1 << 17];
            final long startNs = System.nanoTime();
            while (System.nanoTime() - startNs < lengthNs)
            {
                out.write(zeros);
            }
            socket.shutdownOutput();
            final long received = new DataInputStream(socket.getInputStream()).readLong();
            // bits a nanosecond are gigabits a second
            System.out.printf(java.util.Locale.ROOT, "%.1f Gbit/s%n", received * 8.0 / (System.nanoTime() - startNs));
        }
    }
}

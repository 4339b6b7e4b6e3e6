package io.tulle.systemtests;

import java.util.List;

import org.junit.jupiter.api.Assertions;

/** One TCP connection on which numbers go there and back for as long as it lives. Called by tests. */
record Talk(Background client)
{
    private static final int MORE = 5;
    private static final String CLIENT = """
        import socket, sys, time
        connection = socket.create_connection((sys.argv[1], int(sys.argv[2])), 30)
        connection.settimeout(None)
        answers = connection.makefile('rb')
        number = 0
        while True:
            number += 1
            connection.sendall(b'%d\\n' % number)
            if answers.readline() != b'%d\\n' % number:
                sys.exit('the connection is over')
            print(number, flush=True)
            time.sleep(0.02)
        """;

    /** The command of a container that answers such connections at a port. */
    static List<String> server(final int port)
    {
        return List.of("nc", "-ll", "-p", Integer.toString(port), "-e", "cat");
    }

    static Talk begin(final Container from, final String address, final int port)
    {
        final Talk talk =
            new Talk(from.start("python3", "-c", CLIENT, address, Integer.toString(port)));
        talk.assertGoesOn();
        return talk;
    }

    /** Fails unless more numbers come back on the same connection. */
    void assertGoesOn()
    {
        final long before = numbers();
        Eventually.eventually(() -> "more numbers from " + client, () ->
        {
            Assertions.assertTrue(client.isRunning(), client::toString);
            return numbers() > before + MORE;
        });
    }

    /** Ends it. */
    void end()
    {
        client.signal("KILL");
    }

    private long numbers()
    {
        return client.out().lines().count();
    }
}

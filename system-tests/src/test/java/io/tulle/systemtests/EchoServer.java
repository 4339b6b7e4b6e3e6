package io.tulle.systemtests;

import java.util.Locale;

/**
 * Servers that answer with the address that they see their client at, over HTTP and UDP, on both families: how a test
 * learns what translation did. Called by tests.
 */
final class EchoServer
{
    private static final String TCP = """
        import http.server, socket, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = self.client_address[0].replace('::ffff:', '').encode() + b'\\n'
                self.send_response(200)
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def log_message(self, *words):
                pass
        class Server(http.server.ThreadingHTTPServer):
            address_family = socket.AF_INET6
        server = Server(('::', int(sys.argv[1])), Handler)
        print('listening', flush=True)
        server.serve_forever()
        """;
    private static final String UDP = """
        import socket, sys
        server = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        server.bind(('::', int(sys.argv[1])))
        print('listening', flush=True)
        while True:
            data, peer = server.recvfrom(65535)
            server.sendto(peer[0].replace('::ffff:', '').encode(), peer)
        """;
    private static final String ASK = """
        import socket, sys
        family = socket.AF_INET6 if ':' in sys.argv[1] else socket.AF_INET
        client = socket.socket(family, socket.SOCK_DGRAM)
        client.settimeout(5)
        if len(sys.argv) > 3:
            client.bind(('', int(sys.argv[3])))
        client.sendto(b'who am I', (sys.argv[1], int(sys.argv[2])))
        print(client.recvfrom(65535)[0].decode())
        """;

    private EchoServer()
    {
    }

    /** Answers HTTP requests; curl prints the address. */
    static Background tcp(final Container where, final int port)
    {
        return start(where, TCP, port);
    }

    static Background udp(final Container where, final int port)
    {
        return start(where, UDP, port);
    }

    /** Sends a datagram. @return the address that the server saw. */
    static String askUdp(final Container from, final String address, final int port)
    {
        return from.run("python3", "-c", ASK, address, text(port)).ok().out().strip();
    }

    /** Sends from a port of its own choice, so that two of them are one flow. */
    static String askUdp(final Container from, final String address, final int port, final int sourcePort)
    {
        return from.run("python3", "-c", ASK, address, text(port), text(sourcePort)).ok().out().strip();
    }

    /** As above, and it may fail. */
    static CommandResult tryUdp(final Container from, final String address, final int port, final int sourcePort)
    {
        return from.run("python3", "-c", ASK, address, text(port), text(sourcePort));
    }

    private static Background start(final Container where, final String program, final int port)
    {
        return where.start("python3", "-c", program, text(port)).awaitLine("listening");
    }

    private static String text(final int port)
    {
        return String.format(Locale.ROOT, "%d", port);
    }
}

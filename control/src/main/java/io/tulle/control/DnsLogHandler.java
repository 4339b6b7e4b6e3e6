package io.tulle.control;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Streams the questions of containers to a client, a JSON object a line. Called by the threads of the API. */
final class DnsLogHandler extends StreamHandler
{
    static final String PATH = "/v1/dns/log";
    static final int MAX_LOGS = 4;

    private static final int BUFFER_BYTES = 16 << 10;

    private final NetworkService service;
    private final NameSource names;

    DnsLogHandler(final NetworkService service, final NameSource names)
    {
        super(PATH, "application/x-ndjson", MAX_LOGS, MAX_LOGS + " logs of names run; end one first");
        this.service = service;
        this.names = names;
    }

    @Override
    void stream(final Map<String, String> query, final OutputStream out) throws IOException
    {
        final String container = service.resolverOf(query.get("container"));
        final Lines lines = new Lines(new BufferedOutputStream(out, BUFFER_BYTES));
        names.log(container, lines);
        lines.flush();
    }

    private record Lines(OutputStream out) implements NameSource.NameSink
    {
        @Override
        public void accept(final NameSource.NameEvent event) throws IOException
        {
            out.write(JsonText.bytes(DnsJson.encode(event)));
            out.write('\n');
        }

        @Override
        public void flush() throws IOException
        {
            out.flush();
        }
    }
}

package io.tulle.control;

import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.StringUtil;

/**
 * Reads requests whose header Host is empty, as dockerd 20.10 sends them: RFC 9112 section 3.2 wants it so where there
 * is no authority, as on a unix socket, but Jetty refuses it, whatever its HttpCompliance. Called by Jetty's threads.
 */
final class UnixHttpConnection extends HttpConnection
{
    private static final HttpField HOST = new HostPortHttpField("localhost");

    private UnixHttpConnection(
        final HttpConfiguration configuration, final Connector connector, final EndPoint endPoint)
    {
        super(configuration, connector, endPoint);
    }

    static HttpConnectionFactory factory(final HttpConfiguration configuration)
    {
        return new HttpConnectionFactory(configuration)
        {
            @Override
            public Connection newConnection(final Connector connector, final EndPoint endPoint)
            {
                return configure(new UnixHttpConnection(configuration, connector, endPoint), connector, endPoint);
            }
        };
    }

    @Override
    protected RequestHandler newRequestHandler()
    {
        return new RequestHandler()
        {
            @Override
            public void parsedHeader(final HttpField field)
            {
                super.parsedHeader(
                    HttpHeader.HOST == field.getHeader() && StringUtil.isBlank(field.getValue()) ? HOST : field);
            }
        };
    }
}

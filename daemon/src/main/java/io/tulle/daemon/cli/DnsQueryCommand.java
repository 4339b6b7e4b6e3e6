package io.tulle.daemon.cli;

import io.tulle.control.DnsJson;
import io.tulle.control.JsonText;
import io.tulle.control.NameSource.NameAnswer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Locale;

/** Asks for a name as a container would, and tells what answered and why. */
@Command(name = "query", description = {
    "Ask for a name as a container would, and see the records, the status, and what answered and why.",
    "The search list of the container is not tried: write the whole name. An address asks for its name.",
    "Exits with 1 if the status is not NOERROR, as host(1) does."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle dns query -c web db",
        "  tulle dns query -t AAAA www.example.com",
        "  tulle dns query -t SRV _http._tcp.web",
        "  tulle dns query 10.30.0.2                # the same as -x 10.30.0.2",
        "  tulle dns query db --json | jq -r .why"})
final class DnsQueryCommand extends TulleCommand
{
    private static final String REVERSE = "PTR";
    private static final String NO_ERROR = "NOERROR";
    private static final double MICROS_A_MILLI = 1_000;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "Or an address.")
    private String name;
    @Option(names = {"-t", "--type"}, paramLabel = "TYPE", description = "Of the record: A, AAAA, SRV, TYPE65 (A).")
    private String type;
    @Option(names = {"-x", "--reverse"}, paramLabel = "ADDRESS", description = "Ask for the name of an address.")
    private String address;
    @Option(names = {"-c", "--container"}, paramLabel = "CONTAINER",
        description = "Who asks; without it any container that may.")
    private String container;
    @Mixin
    private JsonOption json;

    @Override
    public Integer call()
    {
        final NameAnswer answer = client().query(container, question(), type());
        if (json.isJson())
        {
            out().println(JsonText.pretty(DnsJson.encode(answer)));
        }
        else
        {
            print(answer);
        }
        return NO_ERROR.equals(answer.status()) ? ExitCodes.OK : ExitCodes.FAILED;
    }

    String question()
    {
        if (null == name == (null == address))
        {
            throw CommandException.usage("write either a NAME or -x ADDRESS");
        }
        final String reverse = DnsReverseName.of(null == address ? name : address);
        if (null == reverse && null != address)
        {
            throw CommandException.usage(address + " is not an IP address");
        }
        if (null != address && null != type && !isReverse())
        {
            throw CommandException.usage("-x asks for " + REVERSE + " and for no other type");
        }
        return null != reverse && isReverse() ? reverse : name;
    }

    String type()
    {
        final boolean isAddress = null != DnsReverseName.of(null == address ? name : address);
        return null != type ? type.toUpperCase(Locale.ROOT) : isAddress ? REVERSE : "A";
    }

    private boolean isReverse()
    {
        return null == type || REVERSE.equalsIgnoreCase(type);
    }

    private void print(final NameAnswer answer)
    {
        answer.records().forEach(out()::println);
        out().println(";; status: " + answer.status() + ", question: " + answer.name() + " " + answer.type() +
            (null == answer.container() ? "" : ", asked as: " + answer.container()) +
            String.format(Locale.ROOT, ", time: %.3f ms", answer.latencyUs() / MICROS_A_MILLI));
        out().println(";; " + answer.from() + (null == answer.zone() ? "" : ", zone " + answer.zone()) +
            (null == answer.server() ? "" : ", server " + answer.server()) + ": " + answer.why());
    }
}

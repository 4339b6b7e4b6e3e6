package io.tulle.dns.resolver;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What upstream servers do, by name. */
public final class Behaviors
{
    static final int TTL_S = 300;

    private Behaviors()
    {
    }

    /** Answers A with the address, AAAA with one of its own, TXT with the case of the name. */
    public static FakeServer.Behavior answers(final String address)
    {
        return answers(address, TTL_S);
    }

    public static FakeServer.Behavior answers(final String address, final int ttlS)
    {
        return (question) ->
        {
            final Message answer = FakeServer.begin(question, Rcode.NOERROR);
            answer.addRecord(record(question.getQuestion(), address, ttlS), Section.ANSWER);
            return List.of(answer.toWire());
        };
    }

    private static Record record(final Record question, final String address, final int ttlS)
    {
        return switch (question.getType())
        {
            case Type.AAAA -> new AAAARecord(question.getName(), DClass.IN, ttlS, address("2001:db8::1"));
            case Type.TXT -> new TXTRecord(question.getName(), DClass.IN, ttlS, question.getName().toString());
            default -> new ARecord(question.getName(), DClass.IN, ttlS, address(address));
        };
    }

    /** An answer without records. */
    public static FakeServer.Behavior says(final int responseCode)
    {
        return (question) -> List.of(FakeServer.begin(question, responseCode).toWire());
    }

    /** An answer whose authority section says how long that holds. */
    public static FakeServer.Behavior deniesFor(final int responseCode, final int soaTtlS, final int minimumS)
    {
        return (question) ->
        {
            final Message answer = FakeServer.begin(question, responseCode);
            answer.addRecord(new SOARecord(name("example."), DClass.IN, soaTtlS, name("ns.example."),
                name("root.example."), 1, 2, 3, 4, minimumS), Section.AUTHORITY);
            return List.of(answer.toWire());
        };
    }

    /** Knows others who may know. */
    public static FakeServer.Behavior refers()
    {
        return (question) ->
        {
            final Message answer = FakeServer.begin(question, Rcode.NOERROR);
            answer.getHeader().unsetFlag(Flags.RA);
            answer.addRecord(new NSRecord(name("example."), DClass.IN, TTL_S, name("ns.example.")), Section.AUTHORITY);
            return List.of(answer.toWire());
        };
    }

    public static FakeServer.Behavior silent()
    {
        return (question) -> List.of();
    }

    public static FakeServer.Behavior truncates()
    {
        return (question) ->
        {
            final Message answer = FakeServer.begin(question, Rcode.NOERROR);
            answer.getHeader().setFlag(Flags.TC);
            return List.of(answer.toWire());
        };
    }

    /** So many records that an answer has about that many octets. */
    public static FakeServer.Behavior answersOctets(final int octets)
    {
        return (question) ->
        {
            final Message answer = FakeServer.begin(question, Rcode.NOERROR);
            final String text = String.join("", Collections.nCopies(200, "x"));
            for (int i = 0; i < octets / 220; i++)
            {
                answer.addRecord(new TXTRecord(question.getQuestion().getName(), DClass.IN, TTL_S, text + i),
                    Section.ANSWER);
            }
            return List.of(answer.toWire(65_535));
        };
    }

    /** The right id, and then nothing that makes sense. */
    public static FakeServer.Behavior garbage()
    {
        return (question) ->
        {
            final byte[] answer = answers("192.0.2.66").answers(question).get(0);
            answer[7] = 77; // so many answers are not there
            return List.of(answer);
        };
    }

    public static FakeServer.Behavior shorterThanAHeader()
    {
        return (question) -> List.of(new byte[] {question.toWire()[0], question.toWire()[1], 0});
    }

    public static FakeServer.Behavior wrongId()
    {
        return (question) ->
        {
            final byte[] answer = answers("192.0.2.66").answers(question).get(0);
            answer[1]++;
            return List.of(answer);
        };
    }

    public static FakeServer.Behavior wrongQuestion()
    {
        return (question) ->
        {
            final Message other = Message.newQuery(Record.newRecord(name("other.example."), Type.A, DClass.IN));
            other.getHeader().setID(question.getHeader().getID());
            return answers("192.0.2.66").answers(other);
        };
    }

    public static FakeServer.Behavior lowerCases(final FakeServer.Behavior behavior)
    {
        return (question) ->
        {
            final Record asked = question.getQuestion();
            final Message lower = Message.newQuery(Record.newRecord(
                name(asked.getName().toString().toLowerCase(Locale.ROOT)), asked.getType(), DClass.IN));
            lower.getHeader().setID(question.getHeader().getID());
            return behavior.answers(lower);
        };
    }

    /** A forged answer first, then the right one. */
    public static FakeServer.Behavior both(final FakeServer.Behavior first, final FakeServer.Behavior second)
    {
        return (question) -> List.of(first.answers(question).get(0), second.answers(question).get(0));
    }

    static Name name(final String text)
    {
        return Name.fromConstantString(text);
    }

    static InetAddress address(final String text)
    {
        try
        {
            return InetAddress.getByName(text);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(ex);
        }
    }
}

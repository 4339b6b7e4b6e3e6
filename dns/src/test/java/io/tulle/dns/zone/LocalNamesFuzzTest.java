package io.tulle.dns.zone;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tulle.dns.Forwarding;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** No question makes the local names throw, or answer with more than the limit, or with what cannot be read. */
class LocalNamesFuzzTest
{
    private static final int CASES = 100_000;
    private static final int LIMIT = 512;
    private static final List<String> QUESTIONS = List.of("web.", "_80._tcp.web.", "5.0.77.10.in-addr.arpa.",
        "x.168.192.in-addr.arpa.", "a.localhost.", "1.0.0.127.in-addr.arpa.",
        ReverseName.of(NameRig.address("fd00::5")) + '.', "a.corp.local.", "example.com.", "many.");

    private final NameRig rig = new NameRig().sees(view());

    private static NameView view()
    {
        final NamedEndpoint web = new NamedEndpoint("web", "0123456789ab", List.of("many"),
            NameRig.address("10.77.0.5"), NameRig.address("fd00::5"), List.of(new NamedEndpoint.Service(80, "tcp")));
        final Zone zone = new Zone("net");
        zone.table(ZoneTable.of(EndpointNames.of("net", List.of(web)).entries()));
        final Forwarding forwarding = NameRig.forwarding("corp.local", "254.169.in-addr.arpa");
        return NameRig.view(forwarding, ZoneTable.of(GatewayNames.entries(NameRig.address("10.77.0.1"), null)), zone);
    }

    static Stream<Arguments> questions()
    {
        return QUESTIONS.stream().flatMap((name) -> Stream.of(Type.A, Type.AAAA, Type.PTR, Type.SRV, Type.ANY)
            .map((type) -> Arguments.of((Object) question(name, type))));
    }

    private static byte[] question(final String name, final int type)
    {
        return Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, DClass.IN)).toWire();
    }

    @MethodSource("questions")
    @FuzzTest
    void shouldAnswerAnyQuestionWithinTheLimit(final byte[] message) throws Exception
    {
        if (message.length <= 0xFFFF)
        {
            final int length = rig.respond(message, LIMIT);
            assertTrue(length >= 0 && length <= LIMIT);
            if (LocalNames.NOT_LOCAL != length)
            {
                new Message(rig.answer(length));
            }
        }
    }

    @Test
    void shouldAnswerDamagedQuestionsWithinTheLimit() throws Exception
    {
        final Random random = new Random(6_303);
        final byte[][] questions = questions().map((arguments) -> (byte[]) arguments.get()[0]).toArray(byte[][]::new);
        for (int i = 0; i < CASES; i++)
        {
            final byte[] message = questions[random.nextInt(questions.length)].clone();
            for (int damages = random.nextInt(4); damages > 0; damages--)
            {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
            }
            shouldAnswerAnyQuestionWithinTheLimit(Arrays.copyOf(message, message.length - random.nextInt(2)));
        }
    }
}

package io.tulle.dns.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;

/** RFC 5452: what a forged answer must get right, but for what {@link ForgedAnswersTest} has. */
class Rfc5452Test
{
    @Test
    void shouldIgnoreARightAnswerFromAnotherPortOrAddressSection91() throws IOException
    {
        try (ResolverRig rig = new ResolverRig(1);
            DatagramChannel otherPort = from("127.0.0.1");
            DatagramChannel otherAddress = from("127.0.0.9"))
        {
            final FakeServer server = rig.server(0);
            server.behavior = Behaviors.silent();
            final ResolverRig.Asked asked = rig.ask("web.example.");
            rig.until(() -> 1 == server.asked());
            final FakeServer.Received question = server.received.get(0);
            final byte[] forged = Behaviors.answers("192.0.2.66").answers(question.question()).get(0);
            otherPort.send(ByteBuffer.wrap(forged), question.from());
            otherAddress.send(ByteBuffer.wrap(forged), question.from());
            rig.step();
            assertFalse(asked.isAnswered());

            server.send(question, Behaviors.answers("192.0.2.1").answers(question.question()).get(0));
            assertEquals("192.0.2.1", rig.answered(asked).firstRecord());
        }
    }

    private static DatagramChannel from(final String address) throws IOException
    {
        return DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    }

    /** With many questions on their way, a forger could hit one of them. */
    @Test
    void shouldHaveOneQuestionOnItsWayHoweverManyWaitSection5()
    {
        try (ResolverRig rig = new ResolverRig(1))
        {
            final FakeServer server = rig.server(0);
            server.behavior = Behaviors.silent();
            for (int i = 0; i < 200; i++)
            {
                rig.ask(0 == i % 2 ? "web.example." : "WEB.example.", Type.A, i);
            }
            rig.step();
            assertEquals(1, server.asked());
            assertEquals(1, rig.resolver.openSockets());
        }
    }

    @Test
    void shouldIgnoreASecondAnswerSection91()
    {
        try (ResolverRig rig = new ResolverRig(1))
        {
            rig.server(0).behavior = (question) -> List.of(
                Behaviors.answers("192.0.2.1").answers(question).get(0),
                Behaviors.answers("192.0.2.66").answers(question).get(0));
            final ResolverRig.Asked asked = rig.answer("web.example.");
            rig.step();
            assertEquals(1, asked.messages.size());
            assertEquals("192.0.2.1", rig.answer("web.example.").firstRecord());
            assertEquals(0, rig.resolver.openSockets());
        }
    }
}

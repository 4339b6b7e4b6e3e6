package io.tulle.dns.resolver;

import io.tulle.dns.message.ResponseCode;

/** Why one server had no answer, as a user reads it behind the server's address. */
enum Failure
{
    SILENT("did not answer"),
    NOBODY_LISTENS("is there, but nobody listens at that port"),
    UNREACHABLE("cannot be reached"),
    TCP_FAILED("sent too much for UDP, and did not answer by TCP"),
    TOO_MUCH_BY_TCP("sent too much for UDP, and too many questions by TCP are on their way"),
    GARBAGE("sent what is no answer"),
    FORMERR("did not understand the question (FORMERR)"),
    SERVFAIL("could not find an answer (SERVFAIL)"),
    NOTIMP("does not know such questions (NOTIMP)"),
    REFUSED("refused to answer (REFUSED)"),
    REFERRAL("named other servers instead of an answer"),
    OTHER("answered with an unusual error");

    private final String sentence;

    Failure(final String sentence)
    {
        this.sentence = sentence;
    }

    String sentence()
    {
        return sentence;
    }

    /** @return whether it is the way to the server that failed (RFC 8914: network error) */
    boolean isOfNetwork()
    {
        return NOBODY_LISTENS == this || UNREACHABLE == this;
    }

    /** @return whether it says that the server itself is not well */
    boolean isOfServer()
    {
        return SILENT == this || NOBODY_LISTENS == this || UNREACHABLE == this || TCP_FAILED == this;
    }

    static Failure of(final int responseCode)
    {
        return switch (responseCode)
        {
            case ResponseCode.FORMERR -> FORMERR;
            case ResponseCode.SERVFAIL -> SERVFAIL;
            case ResponseCode.NOTIMP -> NOTIMP;
            case ResponseCode.REFUSED -> REFUSED;
            default -> OTHER;
        };
    }
}

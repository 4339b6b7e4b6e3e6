package io.tulle.dns.message;

/** What a response says of its question (RFC 1035 4.1.1, RFC 6891 9). */
public final class ResponseCode
{
    public static final int NOERROR = 0;
    public static final int FORMERR = 1;
    public static final int SERVFAIL = 2;
    public static final int NXDOMAIN = 3;
    public static final int NOTIMP = 4;
    public static final int REFUSED = 5;
    /** Needs an OPT record for its upper bits. */
    public static final int BADVERS = 16;

    private ResponseCode()
    {
    }

    /** @return the code's mnemonic, or RCODE and the number. */
    public static String text(final int code)
    {
        return switch (code)
        {
            case NOERROR -> "NOERROR";
            case FORMERR -> "FORMERR";
            case SERVFAIL -> "SERVFAIL";
            case NXDOMAIN -> "NXDOMAIN";
            case NOTIMP -> "NOTIMP";
            case REFUSED -> "REFUSED";
            case BADVERS -> "BADVERS";
            default -> "RCODE" + code;
        };
    }
}

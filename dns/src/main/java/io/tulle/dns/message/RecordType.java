package io.tulle.dns.message;

/** Types and classes of resource records (RFC 1035 3.2.2, RFC 3596, 2782, 6891). */
public final class RecordType
{
    public static final int A = 1;
    public static final int NS = 2;
    public static final int CNAME = 5;
    public static final int SOA = 6;
    public static final int PTR = 12;
    public static final int HINFO = 13;
    public static final int MX = 15;
    public static final int TXT = 16;
    public static final int AAAA = 28;
    public static final int SRV = 33;
    public static final int OPT = 41;
    public static final int ANY = 255;

    /** Class. */
    public static final int IN = 1;

    private static final int FIRST_OF_TRANSACTIONS = 249; // TKEY, TSIG, IXFR, AXFR, MAILB, MAILA

    private RecordType()
    {
    }

    /** @return whether a question may ask for it: not for what belongs to a transaction (RFC 6895 3.1), but ANY. */
    static boolean isAnswerable(final int type)
    {
        return type < FIRST_OF_TRANSACTIONS || type >= ANY;
    }
}

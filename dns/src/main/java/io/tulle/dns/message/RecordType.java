package io.tulle.dns.message;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;

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

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
        entry(A, "A"), entry(NS, "NS"), entry(CNAME, "CNAME"), entry(SOA, "SOA"), entry(PTR, "PTR"),
        entry(HINFO, "HINFO"), entry(MX, "MX"), entry(TXT, "TXT"), entry(AAAA, "AAAA"), entry(SRV, "SRV"),
        entry(35, "NAPTR"), entry(39, "DNAME"), entry(OPT, "OPT"), entry(43, "DS"), entry(44, "SSHFP"),
        entry(46, "RRSIG"), entry(47, "NSEC"), entry(48, "DNSKEY"), entry(50, "NSEC3"), entry(52, "TLSA"),
        entry(64, "SVCB"), entry(65, "HTTPS"), entry(ANY, "ANY"), entry(257, "CAA"));
    private static final int FIRST_OF_TRANSACTIONS = 249; // TKEY, TSIG, IXFR, AXFR, MAILB, MAILA

    private RecordType()
    {
    }

    /** @return whether a question may ask for it: not for what belongs to a transaction (RFC 6895 3.1), but ANY. */
    static boolean isAnswerable(final int type)
    {
        return type < FIRST_OF_TRANSACTIONS || type >= ANY;
    }

    /** @return the type's mnemonic, or TYPE65534 of one that has none here (RFC 3597 5). */
    public static String text(final int type)
    {
        final String text = TEXTS.get(type);
        return null == text ? "TYPE" + type : text;
    }

    /**
     * @param text a mnemonic or TYPE and a number, whatever the case
     * @throws IllegalArgumentException that quotes it
     */
    public static int of(final String text)
    {
        final String upper = text.toUpperCase(Locale.ROOT);
        for (final Map.Entry<Integer, String> entry : TEXTS.entrySet())
        {
            if (entry.getValue().equals(upper))
            {
                return entry.getKey();
            }
        }
        if (upper.matches("TYPE[0-9]{1,5}") && Integer.parseInt(upper.substring(4)) <= 0xFFFF)
        {
            return Integer.parseInt(upper.substring(4));
        }
        throw new IllegalArgumentException("no such record type: " + text + "; use one like AAAA or TYPE28");
    }
}

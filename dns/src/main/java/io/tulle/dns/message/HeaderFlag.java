package io.tulle.dns.message;

/** Bits of the second field of a message's header (RFC 1035 4.1.1, RFC 4035 3). */
final class HeaderFlag
{
    static final int QR = 0x8000;
    static final int OPCODE = 0x7800;
    static final int AA = 0x0400;
    static final int TC = 0x0200;
    static final int RD = 0x0100;
    static final int RA = 0x0080;
    static final int AD = 0x0020;
    static final int CD = 0x0010;
    static final int RESPONSE_CODE = 0x000F;

    private HeaderFlag()
    {
    }
}

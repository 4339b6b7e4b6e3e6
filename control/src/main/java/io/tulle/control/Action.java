package io.tulle.control;

/** What a change does to a thing, with the sign that a plan prints before it. */
public enum Action
{
    ADD('+'),
    REMOVE('-'),
    /** changed in place: nobody loses a frame */
    UPDATE('~'),
    /** removed and made anew: what it carried is interrupted */
    REPLACE('~');

    private final char sign;

    Action(final char sign)
    {
        this.sign = sign;
    }

    public char sign()
    {
        return sign;
    }

    /** The word of the JSON form. */
    public String word()
    {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

package io.tulle.config;

/** Says why one value is no good and what to write instead; thrown by parsers, caught where the place is known. */
public final class BadValueException extends IllegalArgumentException
{
    private static final long serialVersionUID = 1L;

    private final String value;
    private final String reason;
    private final String remedy;

    public BadValueException(final String value, final String reason, final String remedy)
    {
        super(Problem.sentence(value, reason, remedy));
        this.value = value;
        this.reason = reason;
        this.remedy = remedy;
    }

    /** The text that was refused. */
    public String value()
    {
        return value;
    }

    /** What is wrong with it, to be read after the value. */
    public String reason()
    {
        return reason;
    }

    /** What to write instead. */
    public String remedy()
    {
        return remedy;
    }
}

package io.tulle.nat.mapping;

/** Who may send to a mapping from outside (RFC 4787 5). */
public enum FilteringBehavior
{
    ENDPOINT_INDEPENDENT, ADDRESS_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT
}

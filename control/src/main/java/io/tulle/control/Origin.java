package io.tulle.control;

/** Tells who asked for a network or an endpoint: {@code apply} changes only what a file declared. */
public enum Origin
{
    /** declared by the topology file */
    FILE,
    /** made live, by the command line or the API */
    API
}

package io.tulle.control;

/** Tells who asked for a network or an endpoint: {@code apply} changes only what a file declared. */
public enum Origin
{
    /** declared by the topology file */
    FILE,
    /** made live, by the command line or the API */
    API,
    /** made by Docker through its driver: Docker moves the device, names it and sets its addresses and routes */
    DOCKER,
    /** made on demand for a container of podman or CNI */
    ATTACH;

    /** True if a container engine keeps the books: no file may change or remove it. */
    public boolean isOfEngine()
    {
        return DOCKER == this || ATTACH == this;
    }
}

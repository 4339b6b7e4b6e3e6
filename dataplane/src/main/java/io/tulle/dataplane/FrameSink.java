package io.tulle.dataplane;

/** Sees frames as they pass, for a capture. Called by the worker: it copies what it wants and returns at once. */
public interface FrameSink
{
    void onReceived(int frame);

    void onTransmitted(int frame, int egressPort);

    void onDropped(int frame, DropReason reason);
}

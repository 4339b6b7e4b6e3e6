/**
 * Packet capture: workers copy frames into rings, a reader of its own finishes them in software and writes pcapng or
 * text. A slow reader loses captured frames, which are counted; forwarded frames never wait for it.
 *
 * <pre>
 *   worker 0: CapturePoint > CaptureFrameSink > CaptureQueue --+
 *   worker 1: CapturePoint > CaptureFrameSink > CaptureQueue --+--> CaptureReader > CaptureWriter (pcapng, text)
 * </pre>
 */
package io.tulle.dataplane.capture;

/**
 * What a sink without offloads needs done in software: checksums completed, GSO frames cut into segments. Frames
 * between two TAPs never come here.
 */
package io.tulle.dataplane.offload;

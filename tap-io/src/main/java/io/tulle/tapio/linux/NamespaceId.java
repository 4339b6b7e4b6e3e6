package io.tulle.tapio.linux;

/** Tells whether two paths, or one path at two times, mean the same namespace. */
public record NamespaceId(long device, long inode)
{
}

/**
 * Tulle as a user runs it: {@code bin/tulle} as a child process, real TAPs, real namespaces, and the tools that
 * everybody knows. Root is needed, and nothing outside of the namespaces that a test makes is touched.
 */
package io.tulle.systemtests;

/** Answers how fast Tulle's parts are, one question a class; run by {@code bench/jmh}. */
package io.tulle.bench;

package io.tulle.bench;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How many questions a second does one worker answer in place when the devices cost nothing? An operation is one
 * question for a random name, written into a cell, answered by the DNS stage, and left in the queue of the port that it
 * came by. An invocation is a burst of {@value MemoryQuestions#BURST} from one port.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class DnsAnswerBenchmark
{
    /** Names of containers. */
    @State(Scope.Thread)
    public static class Local
    {
        @Param({"1000", "100000"})
        private int names;

        private MemoryQuestions questions;

        @Setup
        public void make()
        {
            questions = MemoryQuestions.local(names);
        }

        @TearDown
        public void check()
        {
            questions.checkAllAnswered();
            questions.close();
        }
    }

    /** Answers of upstream servers. */
    @State(Scope.Thread)
    public static class Cached
    {
        @Param({"1000", "16000"})
        private int entries;

        private MemoryQuestions questions;

        @Setup
        public void make()
        {
            questions = MemoryQuestions.cached(entries);
        }

        @TearDown
        public void check()
        {
            questions.checkAllAnswered();
            questions.close();
        }
    }

    @Benchmark
    @OperationsPerInvocation(MemoryQuestions.BURST)
    public int local(final Local state)
    {
        return state.questions.burst();
    }

    @Benchmark
    @OperationsPerInvocation(MemoryQuestions.BURST)
    public int cached(final Cached state)
    {
        return state.questions.burst();
    }
}

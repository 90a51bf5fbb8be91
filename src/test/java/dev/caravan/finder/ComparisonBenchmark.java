package dev.caravan.finder;

import dev.caravan.message.Message;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures the comparison of two equal buckets in memory, per object: pages, merge join and verdict. */
@State(Scope.Thread)
public class ComparisonBenchmark {

    private static final int KEYS = 50_000;

    private final InMemoryStore source = new InMemoryStore("source");
    private final InMemoryStore destination = new InMemoryStore("destination");

    /** Fills both buckets. */
    @Setup
    public void fill() {
        List<String> keys = new ArrayList<>(KEYS);
        for (int i = 0; i < KEYS; i++) {
            keys.add("logs/2026/11/host-17/part-" + (100_000 + i) + ".json.gz");
        }
        source.with(keys);
        destination.with(keys);
    }

    /** Removes the requests of the last comparison. */
    @Setup(Level.Invocation)
    public void forget() {
        source.requests.clear();
        destination.requests.clear();
    }

    /** Compares all objects. */
    @Benchmark
    @OperationsPerInvocation(KEYS)
    public List<Message> compareEqual() {
        return new Comparing(source, destination).run();
    }
}

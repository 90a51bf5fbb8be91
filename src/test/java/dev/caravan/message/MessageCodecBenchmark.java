package dev.caravan.message;

import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures the JSON text of a message about an object. */
@State(Scope.Thread)
public class MessageCodecBenchmark {

    private final ObjectMessage message = new ObjectMessage(
            "logs/2026/11/host-17/part-100042.json.gz",
            48_213,
            "9b2cf535f27731c974343645a3985328",
            Instant.parse("2026-11-14T22:13:20Z"));
    private final String text = MessageCodec.encode(message);

    /** Writes a message. */
    @Benchmark
    public String encode() {
        return MessageCodec.encode(message);
    }

    /** Reads a message. */
    @Benchmark
    public Message decode() {
        return MessageCodec.decode(text);
    }
}

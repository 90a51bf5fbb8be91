package dev.caravan.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The requests to the server: counters, and a log of the latest ones. */
public final class Requests {
    private static final int LOGGED = 10_000;

    private final Map<Operation, LongAdder> counts = new EnumMap<>(Operation.class);
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final AtomicInteger current = new AtomicInteger();
    private final AtomicInteger maxConcurrent = new AtomicInteger();
    private final Deque<RequestRecord> log = new ArrayDeque<>();
    private volatile boolean logging = true;

    Requests() {
        for (Operation operation : Operation.values()) {
            counts.put(operation, new LongAdder());
        }
    }

    public long count(Operation operation) {
        return counts.get(operation).sum();
    }

    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Bytes received, heads and chunk framing included. */
    public long bytesIn() {
        return bytesIn.sum();
    }

    /** Bytes of the bodies of answers sent in full. */
    public long bytesOut() {
        return bytesOut.sum();
    }

    /** The requests under way, which are logged before they end. */
    public int underWay() {
        return current.get();
    }

    /** The most requests that were under way at one time. */
    public int maxConcurrent() {
        return maxConcurrent.get();
    }

    /** The latest requests in the order of their ends. */
    public List<RequestRecord> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    public List<RequestRecord> log(Operation operation) {
        return log().stream().filter(record -> record.operation() == operation).toList();
    }

    /** If off, only the counters continue; for load. */
    public Requests logging(boolean on) {
        logging = on;
        return this;
    }

    public void reset() {
        counts.values().forEach(LongAdder::reset);
        bytesIn.reset();
        bytesOut.reset();
        maxConcurrent.set(current.get());
        synchronized (log) {
            log.clear();
        }
    }

    void begin() {
        int now = current.incrementAndGet();
        maxConcurrent.accumulateAndGet(now, Math::max);
    }

    /** Counts and logs an answer. It happens before the client can have read it, so a test sees its own requests. */
    void answered(Exchange exchange, int status, String errorCode) {
        counts.get(exchange.operation()).increment();
        if (logging) {
            synchronized (log) {
                if (log.size() == LOGGED) {
                    log.removeFirst();
                }
                log.addLast(exchange.toRecord(status, errorCode));
            }
        }
    }

    void end(Exchange exchange, long received) {
        current.decrementAndGet();
        bytesIn.add(received);
        bytesOut.add(exchange.sent());
    }
}

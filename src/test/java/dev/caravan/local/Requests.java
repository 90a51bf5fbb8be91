package dev.caravan.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The requests to the server: counters, and a log of the latest requests. */
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

    /** Returns the number of received bytes, with heads and chunk framing. */
    public long bytesIn() {
        return bytesIn.sum();
    }

    /** Returns the number of bytes in the bodies of responses that were sent in full. */
    public long bytesOut() {
        return bytesOut.sum();
    }

    /** Returns the number of requests in progress. A request is logged before it ends. */
    public int underWay() {
        return current.get();
    }

    /** Returns the largest number of requests that were in progress at the same time. */
    public int maxConcurrent() {
        return maxConcurrent.get();
    }

    /** Returns the latest requests in the order of their ends. */
    public List<RequestRecord> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    public List<RequestRecord> log(Operation operation) {
        return log().stream().filter(record -> record.operation() == operation).toList();
    }

    /** Turns the log on or off. Without it only the counters work, which suits load tests. */
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

    /** Counts and logs a response before the client can read it, so a test always sees its own requests. */
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

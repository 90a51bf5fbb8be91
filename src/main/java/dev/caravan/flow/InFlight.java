package dev.caravan.flow;

import dev.caravan.job.Printable;
import dev.caravan.message.DeleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.message.PartMessage;
import dev.caravan.transfer.Transfer;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The current transfers: from the step that reads a message until its exchange is done. */
public final class InFlight {

    private static final String PROPERTY = "CaravanMoving";

    private final boolean wanted;
    private final Set<Moving> moving = ConcurrentHashMap.newKeySet();

    /** Creates an instance that, unless wanted, stays empty and costs nothing. */
    public InFlight(boolean wanted) {
        this.wanted = wanted;
    }

    /**
     * The work on one message.
     *
     * @param key the source's, escaped
     * @param what {@code object}, {@code part}, {@code delete}, or {@code upload} for the steps between a giant
     *     object's parts
     * @param size in bytes, of the part if it is one; 0 if unknown
     * @param since start in this process
     * @param lastMove when the last byte or part moved, or the last attempt began
     * @param bytes through this process in this attempt, at most the size; excludes service copies
     * @param part number of the part; 0 for none
     * @param parts of the whole object; 0 for an object moved whole
     * @param partsDone known parts at the destination
     * @param attempt number from 1, of all workers
     */
    public record Entry(
            String key,
            String what,
            long size,
            Instant since,
            Instant lastMove,
            long bytes,
            int part,
            int parts,
            int partsDone,
            int attempt) {}

    /** Wraps the steps that begin or advance a transfer, to record it. */
    public Map<String, Processor> watching(Map<String, Processor> steps) {
        if (!wanted) {
            return steps;
        }
        Map<String, Processor> watched = new HashMap<>(steps);
        watched.computeIfPresent("begin", (name, step) -> then(step, this::begin));
        watched.computeIfPresent("beginStep", (name, step) -> then(step, this::begin));
        watched.computeIfPresent("plan", (name, step) -> then(step, exchange -> tell(exchange, Moving::attempt)));
        for (String part : List.of("partUploaded", "copyPart")) {
            watched.computeIfPresent(part, (name, step) -> then(step, exchange -> tell(exchange, one -> one.move(0))));
        }
        return watched;
    }

    private static Processor then(Processor step, Processor after) {
        return exchange -> {
            step.process(exchange);
            after.process(exchange);
        };
    }

    /** Updates a transfer. User routes may omit the first step; no transfer may fail for that. */
    private static void tell(Exchange exchange, Consumer<Moving> what) {
        Moving one = of(exchange);
        if (one != null) {
            what.accept(one);
        }
    }

    private void begin(Exchange exchange) {
        Moving one = new Moving(Transfers.of(exchange));
        exchange.setProperty(PROPERTY, one);
        moving.add(one);
        Transfers.whenDone(exchange, done -> moving.remove(one));
    }

    /** Returns the transfer of an exchange or of the one it was split from; null if unrecorded. */
    static Moving of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Moving.class);
    }

    public int count() {
        return moving.size();
    }

    public List<Entry> oldest(int most) {
        return moving.stream()
                .sorted(Comparator.comparing(one -> one.since))
                .limit(most)
                .map(Moving::now)
                .toList();
    }

    /** Returns when the most stalled transfer last made progress; now if there is none. */
    public Instant longestStill() {
        return moving.stream()
                .map(Moving::lastMove)
                .min(Comparator.naturalOrder())
                .orElseGet(Instant::now);
    }

    /** One transfer. Its values are read without a lock and may be of two moments. */
    static final class Moving {

        private final Transfer transfer;
        private final Instant since = Instant.now();
        private final AtomicLong bytes = new AtomicLong();
        private volatile long movedNanos = System.nanoTime();

        private Moving(Transfer transfer) {
            this.transfer = transfer;
        }

        private void attempt() {
            bytes.set(0);
            movedNanos = System.nanoTime();
        }

        void move(long moved) {
            bytes.addAndGet(moved);
            movedNanos = System.nanoTime();
        }

        private Instant lastMove() {
            return Instant.now().minusNanos(Math.max(0, System.nanoTime() - movedNanos));
        }

        private Entry now() {
            Message message = transfer.message();
            String what = "upload";
            long size = 0;
            int part = 0;
            int parts = transfer.partCount();
            if (message instanceof ObjectMessage object) {
                what = "object";
                size = object.size();
            } else if (message instanceof PartMessage one) {
                what = "part";
                size = one.length();
                part = one.partNumber();
                parts = one.parts();
            } else if (message instanceof DeleteMessage) {
                what = "delete";
            }
            return new Entry(
                    Printable.of(message.key()),
                    what,
                    size,
                    since,
                    lastMove(),
                    Math.min(bytes.get(), size),
                    part,
                    parts,
                    transfer.partsDone(),
                    transfer.tries());
        }
    }
}

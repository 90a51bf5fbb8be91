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
import org.apache.camel.support.SynchronizationAdapter;

/**
 * What is on its way at this moment: from the step that reads a message until its exchange is done, however it ends. Where nobody
 * wants to know, {@link #none()} stays empty and no step does more than without it.
 */
public final class InFlight {

    private static final String PROPERTY = "CaravanMoving";

    private final boolean wanted;
    private final Set<Moving> moving = ConcurrentHashMap.newKeySet();

    public InFlight() {
        this(true);
    }

    private InFlight(boolean wanted) {
        this.wanted = wanted;
    }

    /** One that nothing is told. */
    public static InFlight none() {
        return new InFlight(false);
    }

    /**
     * One message's work.
     *
     * @param key the source's, escaped
     * @param what {@code object}, {@code part}, {@code delete}, or {@code upload} for the steps between a giant object's parts
     * @param size in bytes, of the part where it is one; 0 where it isn't known
     * @param since when this process began with it
     * @param lastMove when the last byte or part of it moved, or its last attempt began
     * @param bytes that came through this process in this attempt, at most the size; what a service copies itself does not
     * @param part the number of the part that is moved; 0 where it is none
     * @param parts how many parts the whole object is cut into; 0 where it is moved whole
     * @param partsDone how many of them the destination has, as far as this process knows
     * @param attempt which one this is, 1 the first, whoever made the others
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

    /** The steps, of which those that begin something, or bring it on, also tell this. */
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

    /** Routes of one's own may leave out the step that begins: nothing that moves may fail for that. */
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
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                moving.remove(one);
            }
        });
    }

    /** What this exchange, or the one that it was split from, moves; null where nobody wants to know, or its beginning was not told. */
    static Moving of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Moving.class);
    }

    /** How many there are. */
    public int count() {
        return moving.size();
    }

    /** Those that were begun first, the oldest first. */
    public List<Entry> oldest(int most) {
        return moving.stream()
                .sorted(Comparator.comparing(one -> one.since))
                .limit(most)
                .map(Moving::now)
                .toList();
    }

    /** Of the one for which nothing has moved for the longest time: since when; the present moment where nothing is on its way. */
    public Instant longestStill() {
        return moving.stream()
                .map(Moving::lastMove)
                .min(Comparator.naturalOrder())
                .orElseGet(Instant::now);
    }

    /**
     * One of them. What it tells is read from a transfer that others work on, without a lock: it is for the eye, and may be of two
     * moments.
     */
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

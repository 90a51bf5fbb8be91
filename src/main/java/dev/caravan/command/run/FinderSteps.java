package dev.caravan.command.run;

import dev.caravan.finder.Batches;
import dev.caravan.finder.FinderListener;
import dev.caravan.finder.Found;
import dev.caravan.finder.Reason;
import dev.caravan.flow.Transfers;
import dev.caravan.job.KeyMapping;
import dev.caravan.job.Printable;
import dev.caravan.job.RunLimits;
import dev.caravan.message.DeleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.progress.Progress;
import dev.caravan.progress.RecentFailures;
import dev.caravan.record.Report;
import dev.caravan.report.Estimate;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.OccupiedException;
import dev.caravan.store.StoreException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the finder's routes for successive comparisons; receives the finder's results. */
final class FinderSteps implements FinderListener, AggregationStrategy {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.finder");

    /** The chars to show of a key that is too long. */
    private static final int SHOWN = 100;

    private final Report report;
    private final KeyMapping keys;
    private final PrintWriter list;
    private final Function<FinderListener, Found> finder;
    private volatile Progress progress = new Progress();
    private volatile EarlyEnd early = new EarlyEnd(RunLimits.NONE);

    /** The estimate of a dry run; else null. */
    private volatile Estimate estimate;

    private volatile Found differences;
    private volatile Batches batches;
    private volatile boolean tellsReasons;
    private volatile boolean cancelled;
    private volatile boolean stopped;
    private final LongAdder missing = new LongAdder();

    /** @param list receives every difference of a dry run; null for none */
    FinderSteps(Report report, KeyMapping keys, PrintWriter list, Function<FinderListener, Found> finder) {
        this.report = report;
        this.keys = keys;
        this.list = list;
        this.finder = finder;
    }

    Map<String, Processor> byName() {
        return Map.of("openDifferences", this::open, "cancelDifferences", exchange -> cancel(), "tell", this::tell);
    }

    private void open(Exchange exchange) {
        Found opened = finder.apply(this);
        differences = opened;
        if (stopped || cancelled) {
            opened.cancel();
        }
        Transfers.whenDone(exchange, done -> opened.close());
        batches = new Batches(early.over(opened), opened.batch());
        exchange.getMessage().setBody(batches);
    }

    /** Adds the reason for each copied object to the report. */
    void tellReasons() {
        tellsReasons = true;
    }

    /** Makes it a dry run that counts in the estimate. */
    void estimate(Estimate of) {
        estimate = of;
    }

    /** Begins the next comparison with its counters and limits. */
    void begin(Progress of, EarlyEnd end) {
        progress = of;
        early = end;
        differences = null;
        batches = null;
        cancelled = false;
        missing.reset();
    }

    /** Returns how many listed keys the source lacked. */
    long missing() {
        return missing.sum();
    }

    /** Throws the comparison's failure, which the route doesn't see. Call after a successful route. */
    void requireComplete() {
        if (batches != null) {
            batches.requireComplete();
        }
    }

    /** Returns how many messages the comparison has given to the routes. */
    long given() {
        return batches == null ? 0 : batches.taken();
    }

    /** Makes the first failure of the concurrent batches that of the comparison, and ends it. */
    @Override
    public Exchange aggregate(Exchange before, Exchange batch) {
        if (batch.getException() != null) {
            cancel();
            if (before != null && before.getException() == null) {
                before.setException(batch.getException());
            }
        }
        return before == null ? batch : before;
    }

    /** Ends the comparison and any later one. */
    void stop() {
        stopped = true;
        cancel();
    }

    /** Returns whether something ended the comparison before it had looked at everything. */
    boolean isCancelled() {
        return cancelled;
    }

    void cancel() {
        cancelled = true;
        Found opened = differences;
        if (opened != null) {
            opened.cancel();
        }
    }

    private void tell(Exchange exchange) {
        for (Object message : exchange.getMessage().getBody(List.class)) {
            tell((Message) message);
        }
    }

    private void tell(Message message) {
        if (keys.isTooLong(message.key())) {
            // It was reported when it was found.
            return;
        }
        if (message instanceof ObjectMessage object) {
            String why = estimate == null ? "" : estimate.why(object.key());
            list("would copy " + Printable.quoted(object.key()) + " " + object.size() + ": " + why);
            report.wouldCopy(object.key(), object.size(), object.etag(), why);
        } else if (message instanceof DeleteMessage delete) {
            if (estimate != null) {
                estimate.deleted();
            }
            list("would delete " + Printable.quoted(keys.destinationKey(delete.key())));
            report.outcome(delete.key(), "WOULD_DELETE", 0, "", "", "");
        }
    }

    private void list(String line) {
        if (list != null) {
            list.println(line);
            if (list.checkError()) {
                // The command reports it at the end; this line comes at once.
                cancel();
            }
        }
    }

    @Override
    public void listed(long sourceObjects, long destinationObjects) {
        progress.listed(sourceObjects, destinationObjects);
    }

    @Override
    public void listedAll() {
        progress.foundAll();
    }

    @Override
    public void excluded(long objects) {
        progress.excluded(objects);
    }

    @Override
    public void same(ObjectSummary source, ObjectSummary destination) {
        progress.same();
        report.same(source);
    }

    @Override
    public void different(ObjectSummary source, ObjectSummary destination, Reason reason) {
        if (estimate == null) {
            progress.found(source.size());
            if (tellsReasons) {
                report.found(source.key(), reason.words());
            }
        } else if (keys.isTooLong(source.key())) {
            // A worker refuses it and records why.
            failed(source, InvalidException.keyTooLong("destination", keys.destinationKey(source.key())));
        } else {
            progress.found(source.size());
            estimate.found(source, reason);
        }
    }

    @Override
    public void refused(ObjectSummary source) {
        if (estimate == null) {
            progress.found(source.size());
        }
        failed(source, InvalidException.keyTooLong("source", source.key()));
    }

    @Override
    public void missing(ObjectSummary source, StoreException why) {
        missing.increment();
        if (estimate == null) {
            // A worker asks again, and records why it can't be copied.
            progress.found(0);
        } else {
            failed(source, why);
        }
    }

    @Override
    public void kept(ObjectSummary source, ObjectSummary destination, Reason reason) {
        if (estimate == null) {
            progress.found(source.size());
        }
        String why = "the destination has another object of this name, which must not be overwritten: ";
        failed(source, new OccupiedException(why + reason.words(), 0, ""));
    }

    @Override
    public void failed(ObjectSummary source, StoreException why) {
        String key = source.key();
        String beginning = key.length() <= SHOWN ? key : key.substring(0, SHOWN) + "…";
        RecentFailures.Entry failure = RecentFailures.Entry.of(beginning, 0, why, "");
        progress.failed(failure, LOG, "failed: \"" + failure.key() + "\": " + failure.message());
        report.outcome(key, "ERROR", source.size(), "", source.etag(), failure.message());
    }

    @Override
    public void extra(ObjectSummary destination) {
        progress.extra();
        if (estimate != null) {
            estimate.extra(destination);
        }
    }
}

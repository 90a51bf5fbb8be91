package dev.caravan.finder;

import dev.caravan.job.ChecksumMode;
import dev.caravan.job.Choice;
import dev.caravan.job.CompareMode;
import dev.caravan.job.ConsoleMode;
import dev.caravan.job.ConsoleOptions;
import dev.caravan.job.Fidelity;
import dev.caravan.job.Fleet;
import dev.caravan.job.Identity;
import dev.caravan.job.Job;
import dev.caravan.job.Limits;
import dev.caravan.job.Protection;
import dev.caravan.job.RateTimetable;
import dev.caravan.job.Reach;
import dev.caravan.job.RequestRates;
import dev.caravan.job.RunLimits;
import dev.caravan.job.Selection;
import dev.caravan.job.ServerSideCopy;
import dev.caravan.job.Side;
import dev.caravan.job.Slots;
import dev.caravan.job.StoreType;
import dev.caravan.job.VerifyMode;
import dev.caravan.job.WhenBusy;
import dev.caravan.job.WriteOptions;
import dev.caravan.message.Message;
import dev.caravan.store.Backoff;
import dev.caravan.store.ObjectSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** One comparison of a test: its options, and the calls of its listener. */
final class Comparing implements FinderListener {

    final Collection<String> same = new ConcurrentLinkedQueue<>();
    final Collection<String> different = new ConcurrentLinkedQueue<>();
    final Collection<String> extra = new ConcurrentLinkedQueue<>();
    final Collection<String> kept = new ConcurrentLinkedQueue<>();
    final Collection<String> refused = new ConcurrentLinkedQueue<>();
    final AtomicLong sourceListed = new AtomicLong();
    final AtomicLong destinationListed = new AtomicLong();
    final AtomicLong excluded = new AtomicLong();

    private final AtomicLong toldAsListed = new AtomicLong();
    private final InMemoryStore source;
    private final InMemoryStore destination;
    /**
     * The objects that were found before they counted as listed, or after all were listed. With one lister the
     * collection is empty.
     */
    final Collection<String> foundBeforeListed = new ConcurrentLinkedQueue<>();

    volatile boolean listedAll;

    private String sourcePrefix = "";
    private boolean object;
    private String destinationPrefix = "";
    private CompareMode mode = CompareMode.AUTO;
    private List<String> include = List.of();
    private List<String> exclude = List.of();
    private List<String> prefixes = List.of();
    private Limits limits = Limits.NONE;
    private int maxDelete = -1;
    private boolean immutable;
    private String keysFrom = "";
    private Slots slots = Slots.fixed(1);
    private int listers = 1;
    private Duration pause = Duration.ZERO;

    Comparing(InMemoryStore source, InMemoryStore destination) {
        this.source = source;
        this.destination = destination;
    }

    Comparing prefixes(String ofSource, String ofDestination) {
        sourcePrefix = ofSource;
        destinationPrefix = ofDestination;
        return this;
    }

    Comparing object(String key, String folder) {
        object = true;
        return prefixes(key, folder);
    }

    Comparing mode(CompareMode compare) {
        mode = compare;
        return this;
    }

    Comparing include(String... globs) {
        include = List.of(globs);
        return this;
    }

    Comparing exclude(String... globs) {
        exclude = List.of(globs);
        return this;
    }

    Comparing limits(Limits of) {
        limits = of;
        return this;
    }

    Comparing only(List<String> prefixList) {
        prefixes = prefixList;
        return this;
    }

    Comparing delete(int most) {
        maxDelete = most;
        return this;
    }

    Comparing immutable() {
        immutable = true;
        return this;
    }

    Comparing listers(int number) {
        listers = number;
        return this;
    }

    /** Sets the pause before a failed page is requested again. The default is no pause. */
    Comparing pause(Duration betweenAttempts) {
        pause = betweenAttempts;
        return this;
    }

    Differences start() {
        Job job = job();
        return Differences.find(
                source, destination, job, this, new Selection(job, prefixes, null), new Backoff(8, pause, pause));
    }

    Differences lookUp(KeyList keys) {
        keysFrom = "list";
        slots = Slots.fixed(64);
        Job job = job();
        return Differences.ofKeys(source, destination, job, this, new Selection(job, prefixes, null), keys);
    }

    /** Runs the comparison to its end and returns the messages. */
    List<Message> run() {
        List<Message> messages = new ArrayList<>();
        try (Differences differences = start()) {
            differences.forEachRemaining(messages::add);
        }
        return messages;
    }

    @Override
    public void listed(long sourceObjects, long destinationObjects) {
        sourceListed.addAndGet(sourceObjects);
        destinationListed.addAndGet(destinationObjects);
    }

    @Override
    public void excluded(long objects) {
        excluded.addAndGet(objects);
    }

    @Override
    public void listedAll() {
        listedAll = true;
    }

    @Override
    public void same(ObjectSummary object, ObjectSummary there) {
        same.add(object.key());
        requireListed(object);
    }

    private void requireListed(ObjectSummary told) {
        if (listedAll || toldAsListed.incrementAndGet() > sourceListed.get()) {
            foundBeforeListed.add(told.key());
        }
    }

    @Override
    public void different(ObjectSummary object, ObjectSummary there, Reason reason) {
        different.add(reason + " " + object.key());
        requireListed(object);
    }

    @Override
    public void refused(ObjectSummary object) {
        refused.add(object.key());
    }

    @Override
    public void kept(ObjectSummary object, ObjectSummary there, Reason reason) {
        kept.add(reason + " " + object.key());
    }

    @Override
    public void extra(ObjectSummary object) {
        extra.add(object.key());
    }

    private Job job() {
        return new Job(
                side("source", sourcePrefix),
                object,
                side("destination", destinationPrefix),
                new WriteOptions("", "", "", "", ChecksumMode.AUTO, true, false),
                new Fidelity(false, false, false, null, null, false),
                mode,
                new Choice(include, exclude, List.of(), List.of(), "", List.of(), "", keysFrom, false, "", limits),
                maxDelete >= 0,
                Math.max(maxDelete, 0),
                new Protection(immutable, "", RunLimits.NONE, 0),
                listers,
                slots,
                Slots.fixed(1),
                5 << 20,
                5 << 20,
                5 << 20,
                1 << 30,
                RateTimetable.NONE,
                new RequestRates(0, 0),
                0,
                1,
                VerifyMode.AUTO,
                ServerSideCopy.NEVER,
                new Fleet(
                        "", "", "", "", "", WhenBusy.COMPARE, Duration.ofSeconds(30), Duration.ofSeconds(1), false, ""),
                false,
                false,
                null,
                Path.of("records"),
                null,
                new ConsoleOptions(ConsoleMode.OFF, 0, null),
                "");
    }

    private static Side side(String bucket, String prefix) {
        return new Side(StoreType.S3, bucket, prefix, "", "", false, Identity.OF_PROCESS, false, Reach.USUAL);
    }
}

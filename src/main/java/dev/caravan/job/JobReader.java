package dev.caravan.job;

import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import org.quartz.CronExpression;

/** Reads a job from settings, or reports all problems. */
public final class JobReader {

    /** The option value for a run without records. */
    static final Path NO_RECORDS = Path.of("none");

    private final OptionReader options;

    private JobReader(Settings settings) {
        this.options = new OptionReader(settings);
    }

    /**
     * Reads the job.
     *
     * @param sourceUrl SOURCE of the command line, which overrides the source's type, bucket and prefix elsewhere; null
     *     if missing
     * @param destinationUrl DEST of the command line, likewise
     * @throws InvalidJobException with all problems
     */
    public static Job read(String sourceUrl, String destinationUrl, Settings settings) throws InvalidJobException {
        return new JobReader(settings).read(sourceUrl, destinationUrl);
    }

    private Job read(String sourceUrl, String destinationUrl) throws InvalidJobException {
        SideReader sides = new SideReader(options);
        Side source = sides.source(sourceUrl);
        Side destination = sides.destination(destinationUrl);
        int listers = options.count(JobOption.LISTERS);
        SlotLimits limits = SlotLimits.of(
                Runtime.getRuntime().maxMemory(), options.settings().systemProperties(), listers);
        Slots parts = limits.parts(options.count(JobOption.PART_SLOTS));
        boolean fixed = options.setting(JobOption.MULTIPART_THRESHOLD).given();
        long partSize = options.size(JobOption.PART_SIZE);
        long giantThreshold = options.size(JobOption.GIANT_THRESHOLD);
        long threshold = options.size(JobOption.MULTIPART_THRESHOLD);
        long multipartThreshold = fixed ? threshold : Math.min(threshold, giantThreshold);
        Job job = new Job(
                source,
                false,
                destination,
                write(),
                Fidelity.read(options, source, destination),
                compare(),
                new ChoiceReader(options).read(source),
                options.flag(JobOption.DELETE),
                options.count(JobOption.MAX_DELETE),
                Protection.read(options, source, destination),
                listers,
                limits.objects(options.count(JobOption.SLOTS), parts),
                parts,
                partSize,
                multipartThreshold,
                fixed ? multipartThreshold : Math.min(multipartThreshold, partSize),
                giantThreshold,
                (RateTimetable) options.read(JobOption.BANDWIDTH),
                RequestRates.read(options),
                options.size(JobOption.MIN_RATE),
                options.count(JobOption.ATTEMPTS),
                options.one(JobOption.SOURCE_CHECKSUM, VerifyMode.class),
                serverSideCopy(source, destination),
                fleet(),
                options.flag(JobOption.DRY_RUN),
                options.flag(JobOption.COUNT_FIRST),
                report(),
                records(source, destination),
                routes(),
                ConsoleOptions.read(options),
                metricsNamespace());
        if (!job.delete() && options.setting(JobOption.MAX_DELETE).argument()) {
            options.wrong(JobOption.MAX_DELETE, "is valid with --delete only");
        }
        boolean giantsMatter = options.setting(JobOption.GIANT_THRESHOLD).given()
                || job.fleet().splitsGiants();
        if (giantsMatter && job.giantThreshold() < job.multipartThreshold()) {
            options.wrong(
                    JobOption.GIANT_THRESHOLD,
                    "is less than " + JobOption.MULTIPART_THRESHOLD.environmentName()
                            + ": an object that is moved whole can't be split over workers; let it be at least "
                            + job.multipartThreshold() + " bytes");
        }
        VersionRules.check(job, options);
        options.throwProblems();
        requireApart(job);
        options.throwProblems();
        return job;
    }

    private WriteOptions write() {
        String sse = options.text(JobOption.DEST_SSE);
        String kmsKey = options.matching(JobOption.DEST_KMS_KEY, "[A-Za-z0-9:/_-]+", "a KMS key's ID, alias or ARN");
        if (!kmsKey.isEmpty() && !sse.equals("aws:kms")) {
            options.wrong(JobOption.DEST_KMS_KEY, "is valid with --dest-sse aws:kms only");
        }
        return new WriteOptions(
                Fidelity.unlessKept(
                        options.matching(JobOption.DEST_STORAGE_CLASS, "[A-Za-z0-9_-]+", "a storage class")),
                Fidelity.unlessKept(options.text(JobOption.DEST_ACL)),
                sse.equals("none") ? "" : sse,
                kmsKey,
                options.one(JobOption.CHECKSUM, ChecksumMode.class),
                options.flag(JobOption.METADATA),
                options.flag(JobOption.TAGS));
    }

    private Fleet fleet() {
        return new Fleet(
                options.text(JobOption.QUEUE).strip(),
                options.text(JobOption.TABLE).strip(),
                options.text(JobOption.PARTS_TABLE).strip(),
                options.text(JobOption.STATE_MACHINE).strip(),
                schedule(),
                options.one(JobOption.WHEN_BUSY, WhenBusy.class),
                Duration.ofSeconds(options.count(JobOption.VISIBILITY_TIMEOUT)),
                Duration.ofSeconds(options.count(JobOption.STOP_TIMEOUT)),
                options.flag(JobOption.INSTANCE_METADATA),
                options.matching(
                        JobOption.MAIL_TOPIC,
                        "arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}",
                        "the ARN of a topic of Amazon SNS"));
    }

    private ServerSideCopy serverSideCopy(Side source, Side destination) {
        ServerSideCopy copy = options.one(JobOption.SERVER_SIDE_COPY, ServerSideCopy.class);
        if (copy == ServerSideCopy.ALWAYS
                && source != null
                && destination != null
                && !OneService.spans(source, destination)) {
            options.wrong(
                    JobOption.SERVER_SIDE_COPY,
                    "always: the service of " + Printable.of(destination.url()) + " can't read "
                            + Printable.of(source.url())
                            + ", which is in another partition or at another endpoint; use auto");
        }
        return copy;
    }

    private String schedule() {
        String schedule = options.text(JobOption.SCHEDULE).strip();
        if (!schedule.isEmpty() && !fires(schedule)) {
            options.wrong(
                    JobOption.SCHEDULE,
                    Printable.of(schedule) + " is not a Quartz expression with a future time; its six fields are"
                            + " second,"
                            + " minute, hour, day of the month, month and weekday, of the two days one is ?, such as"
                            + " '0 0 3 * * ?'");
        }
        return schedule;
    }

    private static boolean fires(String schedule) {
        try {
            return new CronExpression(schedule).getNextValidTimeAfter(Date.from(Instant.now())) != null;
        } catch (ParseException | RuntimeException e) {
            return false;
        }
    }

    private CompareMode compare() {
        boolean skip = options.flag(JobOption.SKIP_COMPARE)
                && !options.setting(JobOption.COMPARE).given();
        return skip ? CompareMode.ALWAYS : options.one(JobOption.COMPARE, CompareMode.class);
    }

    private String report() {
        String name = options.text(JobOption.REPORT);
        String lower = name.toLowerCase(Locale.ROOT);
        try {
            if (name.isEmpty()) {
                return name;
            }
            if (!lower.endsWith(".csv") && !lower.endsWith(".jsonl")) {
                options.wrong(JobOption.REPORT, Printable.of(name) + " ends neither in .csv nor in .jsonl");
            } else if (!StoreUrl.isOne(name)) {
                options.requireFolder(
                        JobOption.REPORT, Path.of(name).toAbsolutePath().getParent());
            } else if (StoreUrl.parse(name).type() != StoreType.S3) {
                options.wrong(JobOption.REPORT, Printable.of(name) + " can't be written: only files and s3:// can");
            }
        } catch (IllegalArgumentException e) {
            options.wrong(JobOption.REPORT, Printable.of(e.getMessage()));
        }
        return name;
    }

    private Path routes() {
        Path folder = options.path(JobOption.ROUTES);
        if (folder != null) {
            options.requireFolder(JobOption.ROUTES, folder);
        }
        return folder;
    }

    /** Checks a namespace (Amazon CloudWatch, "Namespaces", and PutMetricData, Namespace). */
    private String metricsNamespace() {
        String namespace = options.matching(
                JobOption.METRICS_NAMESPACE,
                "[A-Za-z0-9._/#-][A-Za-z0-9._/#: -]{0,254}",
                "a CloudWatch namespace: up to 255 letters, digits, spaces and . - _ / # :, not beginning with : or a space");
        if (namespace.startsWith("AWS/")) {
            options.wrong(JobOption.METRICS_NAMESPACE, "the namespaces that begin with AWS/ are Amazon's own");
        }
        return namespace;
    }

    /** Returns the records' file, equal for the same two sides so that a second run finds it; null for none. */
    private Path records(Side source, Side destination) {
        Path file = options.path(JobOption.RECORDS);
        if (NO_RECORDS.equals(file)) {
            return null;
        }
        if (file != null || source == null || destination == null) {
            return file;
        }
        String pair = String.join("\n", source.endpoint(), source.url(), destination.endpoint(), destination.url());
        String name = fileName(source.bucket()) + "-to-" + fileName(destination.bucket()) + "-"
                + Digests.hex("SHA-256", pair).substring(0, 8);
        return Path.of(".caravan", name);
    }

    private static String fileName(String bucket) {
        String last = bucket.substring(Math.max(bucket.lastIndexOf('/'), bucket.lastIndexOf(':')) + 1);
        return last.substring(0, Math.min(63, last.length()));
    }

    /** Refuses a destination inside the source, whose copies would be copied again. */
    private void requireApart(Job job) {
        Side source = job.source();
        Side destination = job.destination();
        String written = job.keys().destinationListingPrefix();
        boolean overlap = written.startsWith(source.prefix()) || source.prefix().startsWith(written);
        if (overlap
                && source.type() == destination.type()
                && source.bucket().equals(destination.bucket())
                && Endpoint.same(source.endpoint(), destination.endpoint())) {
            options.wrong(
                    "DEST",
                    Printable.of(destination.url()) + " and the source " + Printable.of(source.url())
                            + " overlap; copy to another bucket, or to a folder outside of the source",
                    true);
        }
    }
}

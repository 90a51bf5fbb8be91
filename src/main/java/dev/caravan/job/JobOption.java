package dev.caravan.job;

import static dev.caravan.job.OptionGroup.DESTINATION;
import static dev.caravan.job.OptionGroup.FLEET;
import static dev.caravan.job.OptionGroup.RUN;
import static dev.caravan.job.OptionGroup.SELECTION;
import static dev.caravan.job.OptionGroup.SOURCE;
import static dev.caravan.job.OptionGroup.SPEED;

import java.util.List;
import java.util.Map;

/**
 * The one list of options: the help texts, the validation, the names of properties and of environment variables, docs/options.md and
 * application.properties are all made from it. An option without a command-line name, such as every secret, is never read from there.
 */
@SuppressWarnings("ImmutableEnumChecker") // records of immutable values, which the checker cannot see
public enum JobOption {
    SOURCE_TYPE(
            SOURCE,
            names("source.type", "SOURCE_TYPE"),
            choice("Amazon_S3", StoreType.environmentNames()),
            "The kind of the source's store; the scheme of SOURCE says it on the command line: s3, oss, cos, kodo. Amazon_S3 is every"
                    + " S3-compatible store too."),
    SOURCE_BUCKET(
            SOURCE,
            names("source.bucket", "SRC_BUCKET"),
            text("NAME"),
            "The source's bucket, of Amazon S3 also an access point's ARN, of Tencent COS with the APPID behind its name; SOURCE on"
                    + " the command line says it."),
    SOURCE_PREFIX(
            SOURCE,
            names("source.prefix", "SRC_PREFIX"),
            text("PREFIX"),
            "What the source's keys begin with, literally: logs/2026 takes logs/2026-01/a too. In the URL of the command line a"
                    + " prefix names a folder instead."),
    SOURCE_ENDPOINT(
            SOURCE,
            names("--source-endpoint", "source.endpoint", "SRC_ENDPOINT"),
            text("URL"),
            "The address of the source's service, without the bucket, for stores other than the provider's own; https:// where no"
                    + " scheme is given."),
    SOURCE_REGION(
            SOURCE,
            names("--source-region", "source.region", "SRC_REGION"),
            text("REGION"),
            "The region of the source's bucket, such as eu-west-1, of OSS cn-hangzhou, of COS ap-guangzhou, of Kodo z0 or cn-east-1."
                    + " Without it, of Amazon S3: AWS_REGION, the AWS profile, the machine's own; of the others: what --source-endpoint tells,"
                    + " of Kodo what Kodo tells."),
    SOURCE_PROTOCOL(
            SOURCE,
            names("--source-protocol", "source.protocol", "SRC_PROTOCOL"),
            choice("native", "native", "s3"),
            "Which of its protocols Qiniu Kodo is read with: its own, or s3 for its S3-compatible service."),
    SOURCE_NETWORK(
            SOURCE,
            names("--source-network", "source.network", "SRC_NETWORK"),
            choice("public", "public", "internal", "accelerate"),
            "By which of its provider's addresses the source is reached, for OSS and COS: internal, of OSS, from machines of the"
                    + " same region; accelerate, where the bucket has transfer acceleration."),
    SOURCE_DOMAIN(
            SOURCE,
            names("--source-domain", "source.domain", "SRC_DOMAIN"),
            text("HOST"),
            "A host name of one's own that is bound to the source's bucket, for OSS, COS and Kodo (which only downloads from it);"
                    + " https:// where no scheme is given."),
    SOURCE_SIGNATURE(
            SOURCE,
            names("--source-signature", "source.signature", "SRC_SIGNATURE"),
            choice("v4", "v4", "v1"),
            "How requests to OSS are signed; v1 is for services that don't know v4."),
    SOURCE_PATH_STYLE(
            SOURCE,
            names("--source-path-style", "source.path-style", "SRC_PATH_STYLE"),
            flag(""),
            "Whether the bucket stands in the path, not in the host name. Without it: yes for an endpoint whose host is an IP"
                    + " address, localhost or a name without a dot."),
    SOURCE_ANONYMOUS(
            SOURCE,
            names("--source-anonymous", "source.anonymous", "SRC_ANONYMOUS"),
            flag("false"),
            "Read the source without signing, as public buckets allow; its credentials are not used then."),
    REQUESTER_PAYS(
            SOURCE,
            names("--requester-pays", "source.requester-pays", "PAYER_REQUEST"),
            flag("false"),
            "Tell a requester-pays source with every request that you pay for it."),
    SOURCE_ACCESS_KEY_ID(
            SOURCE,
            names("source.access-key-id", "SOURCE_ACCESS_KEY_ID"),
            text("ID"),
            "The source's access key (AccessKey ID of OSS, SecretId of COS, AccessKey of Kodo). Without it, of S3: the AWS default"
                    + " chain (AWS_ACCESS_KEY_ID, profile, role); the others have none."),
    SOURCE_SECRET_ACCESS_KEY(
            SOURCE,
            names("source.secret-access-key", "SOURCE_SECRET_ACCESS_KEY"),
            secretText(),
            "The secret of the source's access key (AccessKey Secret of OSS, SecretKey of COS and Kodo)."),
    SOURCE_SESSION_TOKEN(
            SOURCE,
            names("source.session-token", "SOURCE_SESSION_TOKEN"),
            secretText(),
            "The session token of a temporary access key of the source."),
    SOURCE_SECRET(
            SOURCE,
            names("source.credentials", "SRC_CREDENTIALS"),
            text("NAME"),
            "The name or ARN of a Secrets Manager secret with the source's access key: JSON with access_key_id,"
                    + " secret_access_key and, where it is temporary, session_token. It is read again every few minutes and when"
                    + " the source refuses the key."),
    SOURCE_IN_CURRENT_ACCOUNT(
            SOURCE,
            names("source.in-current-account", "SRC_IN_CURRENT_ACCOUNT"),
            flag("false"),
            "Read the source as whom the process runs, whatever SRC_CREDENTIALS says."),

    DEST_BUCKET(
            DESTINATION,
            names("destination.bucket", "DEST_BUCKET"),
            text("NAME"),
            "The destination's bucket, or an access point's ARN; DEST on the command line says it."),
    DEST_PREFIX(
            DESTINATION,
            names("destination.prefix", "DEST_PREFIX"),
            text("PREFIX"),
            "The destination's folder; a / is put behind it where it has none."),
    DEST_ENDPOINT(
            DESTINATION,
            names("--dest-endpoint", "destination.endpoint", "DEST_ENDPOINT"),
            text("URL"),
            "The address of the destination's service, for S3-compatible stores; https:// where no scheme is given."),
    DEST_REGION(
            DESTINATION,
            names("--dest-region", "destination.region", "DEST_REGION"),
            text("REGION"),
            "The region of the destination's bucket. Without it: AWS_REGION, the AWS profile, the machine's own."),
    DEST_PATH_STYLE(
            DESTINATION,
            names("--dest-path-style", "destination.path-style", "DEST_PATH_STYLE"),
            flag(""),
            "As --source-path-style, for the destination."),
    DEST_STORAGE_CLASS(
            DESTINATION,
            names("--dest-storage-class", "destination.storage-class", "DEST_STORAGE_CLASS"),
            text("CLASS"),
            "The storage class of new objects, such as STANDARD_IA, INTELLIGENT_TIERING or GLACIER_IR. Without it: the store's"
                    + " own default."),
    DEST_ACL(
            DESTINATION,
            names("--dest-acl", "destination.acl", "DEST_ACL"),
            choice(
                    "",
                    "private",
                    "public-read",
                    "public-read-write",
                    "authenticated-read",
                    "aws-exec-read",
                    "bucket-owner-read",
                    "bucket-owner-full-control"),
            "The canned ACL of new objects. Without it: none is sent."),
    DEST_SSE(
            DESTINATION,
            names("--dest-sse", "destination.sse", "DEST_SSE_TYPE"),
            new Value(
                    "none", new OptionKind.Choice(List.of("none", "AES256", "aws:kms"), Map.of("AWS_KMS", "aws:kms"))),
            "How new objects are encrypted at rest; none leaves it to the bucket. AWS_KMS means aws:kms too."),
    DEST_KMS_KEY(
            DESTINATION,
            names("--dest-kms-key", "destination.kms-key", "DEST_SSE_KMS_KEY_ID"),
            text("KEY"),
            "The KMS key's ID, alias or ARN, with --dest-sse aws:kms. Without it: the account's default key."),
    DEST_ACCESS_KEY_ID(
            DESTINATION,
            names("destination.access-key-id", "DEST_ACCESS_KEY_ID"),
            text("ID"),
            "The destination's access key. Without it: the AWS default chain."),
    DEST_SECRET_ACCESS_KEY(
            DESTINATION,
            names("destination.secret-access-key", "DEST_SECRET_ACCESS_KEY"),
            secretText(),
            "The secret of the destination's access key."),
    DEST_SESSION_TOKEN(
            DESTINATION,
            names("destination.session-token", "DEST_SESSION_TOKEN"),
            secretText(),
            "The session token of a temporary access key of the destination."),
    DEST_SECRET(
            DESTINATION,
            names("destination.credentials", "DEST_CREDENTIALS"),
            text("NAME"),
            "As SRC_CREDENTIALS, for the destination."),
    DEST_IN_CURRENT_ACCOUNT(
            DESTINATION,
            names("destination.in-current-account", "DEST_IN_CURRENT_ACCOUNT"),
            flag("false"),
            "Write to the destination as whom the process runs, whatever DEST_CREDENTIALS says."),

    COMPARE(
            SELECTION,
            names("--compare", "compare", "COMPARE"),
            choice("auto", "auto", "size", "etag", "mtime", "always"),
            "When an object counts as there already: auto: same size, and the same ETag where both are MD5s of the content, else"
                    + " newer at the destination; size; etag: size and ETag; mtime: size, and newer at the destination; always: copy everything."),
    SKIP_COMPARE(
            SELECTION,
            names("skip-compare", "SKIP_COMPARE"),
            flag("false"),
            "As --compare always, where nothing says --compare."),
    DELETE(
            SELECTION,
            names("--delete", "delete", "DEST_DELETE"),
            flag("false"),
            "Delete from the destination what the source, listed completely and asked again, does not have."),
    MAX_DELETE(
            SELECTION,
            names("--max-delete", "max-delete", "MAX_DELETE"),
            count("10000", 0, Integer.MAX_VALUE),
            "With more objects than this to delete, delete none and fail."),
    INCLUDE(
            SELECTION,
            names("--include", "include", "SRC_INCLUDE"),
            globs(),
            "Only keys that match a pattern, held against the key below SOURCE: * is any run of characters, / included; ? is one"
                    + " character; \\ takes the meaning from what follows. May be given several times."),
    EXCLUDE(
            SELECTION,
            names("--exclude", "exclude", "SRC_EXCLUDE"),
            globs(),
            "No keys that match a pattern, whatever --include says. May be given several times."),
    PREFIX_LIST(
            SELECTION,
            names("--prefix-list", "prefix-list", "SRC_PREFIX_LIST"),
            text("FILE|URL"),
            "A file, or s3://bucket/key, with one prefix a line: only keys that begin with one of them. An object of the source's kind"
                    + " (oss://bucket/key and so on) is read as the source is, one of s3:// beside another source as whom the process runs."),
    PREFIX_LIST_BUCKET(
            SELECTION,
            names("prefix-list-bucket", "SRC_PREFIX_LIST_BUCKET"),
            text("NAME"),
            "The bucket in which SRC_PREFIX_LIST is a key; without it SRC_PREFIX_LIST is a file or a URL."),
    METADATA(
            SELECTION,
            names("--metadata", "metadata", "INCLUDE_METADATA"),
            flag("true"),
            "Copy content type, encoding, language, disposition, cache control, expiry and user metadata too."),
    TAGS(
            SELECTION,
            names("--tags", "tags", "INCLUDE_TAGS"),
            flag("false"),
            "Copy object tags too, from S3 only, which costs a request for every tagged object."),

    LISTERS(
            SPEED,
            names("--listers", "listers", "FINDER_NUMBER"),
            count("4", 1, 64),
            "How many key ranges are listed at a time on each side."),
    SLOTS(
            SPEED,
            names("--slots", "slots", "WORKER_NUMBER"),
            count("64", 1, 4096),
            "How many objects are moved at a time."),
    PART_SLOTS(
            SPEED,
            names("--part-slots", "part-slots", "PART_SLOTS"),
            count("8", 1, 1024),
            "How many parts of large objects are moved at a time, over all objects."),
    PART_SIZE(
            SPEED,
            names("--part-size", "part-size", "PART_SIZE"),
            size("16MiB", 5L << 20, 5L << 30),
            "The least size of a part; parts of very large objects are larger, so that 10,000 suffice."),
    MULTIPART_THRESHOLD(
            SPEED,
            names("--multipart-threshold", "multipart-threshold", "MULTIPART_THRESHOLD"),
            size("16MiB", 5L << 20, 5L << 30),
            "Objects of at least this size are moved in parts."),
    GIANT_THRESHOLD(
            SPEED,
            names("--giant-threshold", "giant-threshold", "GIANT_THRESHOLD"),
            size("1GiB", 5L << 20, 50_000L << 30),
            "Objects of at least this size are split over all workers of a fleet that has --parts-table and --state-machine;"
                    + " else one worker moves them in parts."),
    BANDWIDTH(
            SPEED,
            names("--bandwidth", "bandwidth", "BANDWIDTH"),
            rate("0"),
            "At most so many bytes a second over everything."),
    MIN_RATE(
            SPEED,
            names("--min-rate", "min-rate", "MIN_RATE"),
            rate("1KiB"),
            "The least rate at which a store must send or take the bytes of a request, over a minute of waiting for it; a slower"
                    + " request fails and is tried again. The time that the other side or --bandwidth takes does not count."),
    ATTEMPTS(
            SPEED,
            names("--attempts", "attempts", "ATTEMPTS"),
            count("5", 1, 100),
            "How often an object is tried before it counts as failed."),
    CHECKSUM(
            SPEED,
            names("--checksum", "checksum", "CHECKSUM"),
            choice("auto", "auto", "crc32c", "md5", "none"),
            "How the destination verifies content whose MD5 the source does not tell, parts included: auto: by CRC32C, or by MD5"
                    + " at a store that refuses CRC32C or does not confirm it; crc32c: by CRC32C only; md5: by MD5 only; none: by"
                    + " its length only."),
    VERIFY(
            SPEED,
            names("--verify", "verify", "VERIFY"),
            choice("auto", "auto", "full", "none"),
            "Whether what is read is compared with the checksum that the source keeps of the whole object: auto: with a checksum"
                    + " that the source sends without being asked, as Aliyun OSS, Tencent COS and Qiniu Kodo do; full: S3 is asked"
                    + " for its checksum too, an interrupted upload starts again, and objects without a checksum are counted; none:"
                    + " only with an MD5 that is the ETag of an object that is not moved in parts."),

    SERVER_SIDE_COPY(
            SPEED,
            names("--server-side-copy", "server-side-copy", "SERVER_SIDE_COPY"),
            choice("auto", "auto", "always", "never"),
            "Whether the service copies the bytes itself: auto: where both sides are one service with the same credentials, and"
                    + " by streaming where it is refused; always: with the destination's credentials, and never by streaming."),

    QUEUE(
            FLEET,
            names("--queue", "queue.name", "JOB_QUEUE_NAME"),
            text("NAME|URL"),
            "The Amazon SQS queue between finder and workers. Its redrive policy names the dead-letter queue."),
    TABLE(
            FLEET,
            names("--table", "table", "JOB_TABLE_NAME"),
            text("NAME"),
            "The Amazon DynamoDB table of the status records; its key is ObjectKey, a string."),
    PARTS_TABLE(
            FLEET,
            names("--parts-table", "parts-table", "SINGLE_PART_TABLE_NAME"),
            text("NAME"),
            "The Amazon DynamoDB table of the parts of giant objects; its keys are UploadId, a string, and PartNumber, a number."
                    + " Goes with --state-machine."),
    STATE_MACHINE(
            FLEET,
            names("--state-machine", "state-machine", "SFN_ARN"),
            text("ARN"),
            "The AWS Step Functions state machine that watches over giant objects. Goes with --parts-table."),
    SCHEDULE(
            FLEET,
            names("--schedule", "schedule", "SCHEDULE"),
            text("CRON"),
            "Compare again and again instead of once, and never two times at once: a Quartz expression with second, minute, hour,"
                    + " day, month, weekday, such as '0 0 3 * * ?' for 3 a.m. UTC."),
    VISIBILITY_TIMEOUT(
            FLEET,
            names("--visibility-timeout", "visibility-timeout", "VISIBILITY_TIMEOUT"),
            count("120", 10, 43_200),
            "So many seconds after a worker has died its messages are taken up by another; a living one renews them in time."),
    STOP_TIMEOUT(
            FLEET,
            names("--stop-timeout", "stop-timeout", "STOP_TIMEOUT"),
            count("25", 1, 3600),
            "So many seconds a worker that is told to stop goes on with what it has begun; the rest goes back to the queue. On"
                    + " spot instances, which end two minutes after their notice, at most 100."),
    INSTANCE_METADATA(
            FLEET,
            names("--instance-metadata", "instance-metadata", "INSTANCE_METADATA"),
            flag("false"),
            "Watch this machine's own metadata (Amazon EC2, IMDSv2): when its spot instance is interrupted or its Auto Scaling"
                    + " group terminates it, a worker stops as --stop-timeout says, and ends with 0."),

    DRY_RUN(
            RUN,
            names("--dry-run", "dry-run", "DRY_RUN"),
            flag("false"),
            "Only tell how much would be copied and deleted, and what that would take."),
    COUNT_FIRST(
            RUN,
            names("--count-first", "count-first", "COUNT_FIRST"),
            flag("false"),
            "Compare once only to count, then again to copy, so that percentage and time left are known from the beginning. Both"
                    + " buckets are listed twice. Of sync only, and not in a dry run."),
    REPORT(
            RUN,
            names("--report", "report", "REPORT_FILE"),
            text("FILE|URL"),
            "Write every object's fate to this file, or at the end of the run to s3://bucket/key, which is written as the destination is; its name"
                    + " ends in .csv or .jsonl."),
    RECORDS(
            RUN,
            names("--records", "records", "RECORDS_FILE"),
            path("FILE"),
            "The SQLite file of the status records; .sqlite is put behind it, if it isn't there. Without it: a file of this pair of sides in the folder .caravan of the"
                    + " working folder. See docs/records.md."),
    ROUTES(
            RUN,
            names("--routes", "routes", "ROUTES_DIR"),
            path("DIR"),
            "Use the route files of this folder in place of the built-in ones of the same name. See docs/routes.md."),
    CONSOLE(
            RUN,
            names("--console", "console", "CONSOLE"),
            new Value(
                    "off",
                    new OptionKind.Choice(List.of("off", "read", "operate"), Map.of("TRUE", "read", "FALSE", "off"))),
            "Show the run in a browser on this machine, at 127.0.0.1: a status page, Hawtio with the routes, health and metrics."
                    + " --console alone is --console=read; operate also lets who knows the password start, stop, suspend and resume"
                    + " routes. See docs/console.md."),
    CONSOLE_PORT(
            RUN,
            names("--console-port", "console-port", "CONSOLE_PORT"),
            count("8778", 0, 65_535),
            "The port of 127.0.0.1 that the console listens to; 0 for a free one, which is told when the run begins."),
    CONSOLE_PASSWORD_FILE(
            RUN,
            names("--console-password-file", "console-password-file", "CONSOLE_PASSWORD_FILE"),
            path("FILE"),
            "Ask for a user and a password before anything is shown; needed for --console=operate. The file holds one line,"
                    + " user:password, and nobody but its owner may read it."),
    METRICS_NAMESPACE(
            RUN,
            names("--metrics-namespace", "metrics-namespace", "METRICS_NAMESPACE"),
            text("NAME"),
            "Tell Amazon CloudWatch what the run does, in metrics of this namespace: a line of its embedded metric format on"
                    + " stdout every minute and at the end, for a log that goes to CloudWatch Logs. Not in a dry run.");

    private final OptionGroup group;
    private final Names names;

    private final Value value;
    private final String help;

    JobOption(OptionGroup group, Names names, Value value, String help) {
        this.group = group;
        this.names = names;
        this.value = value;
        this.help = help;
    }

    /** What an option is called on the command line, in properties and in the environment. */
    private record Names(String commandLine, String property, String environment) {}

    private static Names names(String commandLine, String property, String environment) {
        return new Names(commandLine, "caravan." + property, environment);
    }

    /** The names of an option that isn't on the command line. */
    private static Names names(String property, String environment) {
        return names("", property, environment);
    }

    /** What an option's value is, and which it has where nobody says one. */
    private record Value(String byDefault, OptionKind kind) {}

    private static Value text(String label) {
        return new Value("", new OptionKind.Text(label));
    }

    private static Value secretText() {
        return text("SECRET");
    }

    private static Value path(String label) {
        return new Value("", new OptionKind.PathName(label));
    }

    private static Value globs() {
        return new Value("", new OptionKind.Globs());
    }

    private static Value flag(String byDefault) {
        return new Value(byDefault, new OptionKind.Flag());
    }

    private static Value rate(String byDefault) {
        return new Value(byDefault, new OptionKind.Rate());
    }

    private static Value count(String byDefault, int least, int most) {
        return new Value(byDefault, new OptionKind.Count(least, most));
    }

    private static Value size(String byDefault, long least, long most) {
        return new Value(byDefault, new OptionKind.Size(least, most));
    }

    private static Value choice(String byDefault, String... values) {
        return new Value(byDefault, new OptionKind.Choice(values));
    }

    public OptionGroup group() {
        return group;
    }

    /** For example {@code --slots}; empty where the option is not on the command line. */
    public String commandLineName() {
        return names.commandLine;
    }

    public boolean onCommandLine() {
        return !names.commandLine.isEmpty();
    }

    /** Its name as a Java system property and in application.properties, for example {@code caravan.slots}. */
    public String property() {
        return names.property;
    }

    public String environmentName() {
        return names.environment;
    }

    /** As it would be written; empty where there is none, or where it follows from other values. */
    public String defaultValue() {
        return value.byDefault;
    }

    public OptionKind kind() {
        return value.kind;
    }

    /** What it means, in sentences. */
    public String help() {
        return help;
    }

    /** Whether its value may never be shown. */
    public boolean secret() {
        return kind() instanceof OptionKind.Text text && text.label().equals("SECRET");
    }
}

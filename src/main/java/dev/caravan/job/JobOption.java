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
public enum JobOption {
    SOURCE_TYPE(
            SOURCE,
            "",
            "source.type",
            "SOURCE_TYPE",
            "Amazon_S3",
            new OptionKind.Choice(StoreType.environmentNames()),
            "The kind of the source's store; the scheme of SOURCE says it on the command line: s3, oss, cos, kodo. Amazon_S3 is every"
                    + " S3-compatible store too."),
    SOURCE_BUCKET(
            SOURCE,
            "",
            "source.bucket",
            "SRC_BUCKET",
            "",
            text("NAME"),
            "The source's bucket, of Amazon S3 also an access point's ARN, of Tencent COS with the APPID behind its name; SOURCE on"
                    + " the command line says it."),
    SOURCE_PREFIX(
            SOURCE,
            "",
            "source.prefix",
            "SRC_PREFIX",
            "",
            text("PREFIX"),
            "What the source's keys begin with, literally: logs/2026 takes logs/2026-01/a too. In the URL of the command line a"
                    + " prefix names a folder instead."),
    SOURCE_ENDPOINT(
            SOURCE,
            "--source-endpoint",
            "source.endpoint",
            "SRC_ENDPOINT",
            "",
            text("URL"),
            "The address of the source's service, without the bucket, for stores other than the provider's own; https:// where no"
                    + " scheme is given."),
    SOURCE_REGION(
            SOURCE,
            "--source-region",
            "source.region",
            "SRC_REGION",
            "",
            text("REGION"),
            "The region of the source's bucket, such as eu-west-1, of OSS cn-hangzhou, of COS ap-guangzhou, of Kodo z0 or cn-east-1."
                    + " Without it, of Amazon S3: AWS_REGION, the AWS profile, the machine's own; of the others: what --source-endpoint tells,"
                    + " of Kodo what Kodo tells."),
    SOURCE_PROTOCOL(
            SOURCE,
            "--source-protocol",
            "source.protocol",
            "SRC_PROTOCOL",
            "native",
            new OptionKind.Choice("native", "s3"),
            "Which of its protocols Qiniu Kodo is read with: its own, or s3 for its S3-compatible service."),
    SOURCE_NETWORK(
            SOURCE,
            "--source-network",
            "source.network",
            "SRC_NETWORK",
            "public",
            new OptionKind.Choice("public", "internal", "accelerate"),
            "By which of its provider's addresses the source is reached, for OSS and COS: internal, of OSS, from machines of the"
                    + " same region; accelerate, where the bucket has transfer acceleration."),
    SOURCE_DOMAIN(
            SOURCE,
            "--source-domain",
            "source.domain",
            "SRC_DOMAIN",
            "",
            text("HOST"),
            "A host name of one's own that is bound to the source's bucket, for OSS, COS and Kodo (which only downloads from it);"
                    + " https:// where no scheme is given."),
    SOURCE_SIGNATURE(
            SOURCE,
            "--source-signature",
            "source.signature",
            "SRC_SIGNATURE",
            "v4",
            new OptionKind.Choice("v4", "v1"),
            "How requests to OSS are signed; v1 is for services that don't know v4."),
    SOURCE_PATH_STYLE(
            SOURCE,
            "--source-path-style",
            "source.path-style",
            "SRC_PATH_STYLE",
            "",
            new OptionKind.Flag(),
            "Whether the bucket stands in the path, not in the host name. Without it: yes for an endpoint whose host is an IP"
                    + " address, localhost or a name without a dot."),
    SOURCE_ANONYMOUS(
            SOURCE,
            "--source-anonymous",
            "source.anonymous",
            "SRC_ANONYMOUS",
            "false",
            new OptionKind.Flag(),
            "Read the source without signing, as public buckets allow; its credentials are not used then."),
    REQUESTER_PAYS(
            SOURCE,
            "--requester-pays",
            "source.requester-pays",
            "PAYER_REQUEST",
            "false",
            new OptionKind.Flag(),
            "Tell a requester-pays source with every request that you pay for it."),
    SOURCE_ACCESS_KEY_ID(
            SOURCE,
            "",
            "source.access-key-id",
            "SOURCE_ACCESS_KEY_ID",
            "",
            text("ID"),
            "The source's access key (AccessKey ID of OSS, SecretId of COS, AccessKey of Kodo). Without it, of S3: the AWS default"
                    + " chain (AWS_ACCESS_KEY_ID, profile, role); the others have none."),
    SOURCE_SECRET_ACCESS_KEY(
            SOURCE,
            "",
            "source.secret-access-key",
            "SOURCE_SECRET_ACCESS_KEY",
            "",
            new OptionKind.Text("SECRET"),
            "The secret of the source's access key (AccessKey Secret of OSS, SecretKey of COS and Kodo)."),
    SOURCE_SESSION_TOKEN(
            SOURCE,
            "",
            "source.session-token",
            "SOURCE_SESSION_TOKEN",
            "",
            new OptionKind.Text("SECRET"),
            "The session token of a temporary access key of the source."),
    SOURCE_SECRET(
            SOURCE,
            "",
            "source.credentials",
            "SRC_CREDENTIALS",
            "",
            text("NAME"),
            "The name or ARN of a Secrets Manager secret with the source's access key: JSON with access_key_id,"
                    + " secret_access_key and, where it is temporary, session_token. It is read again every few minutes and when"
                    + " the source refuses the key."),
    SOURCE_IN_CURRENT_ACCOUNT(
            SOURCE,
            "",
            "source.in-current-account",
            "SRC_IN_CURRENT_ACCOUNT",
            "false",
            new OptionKind.Flag(),
            "Read the source as whom the process runs, whatever SRC_CREDENTIALS says."),

    DEST_BUCKET(
            DESTINATION,
            "",
            "destination.bucket",
            "DEST_BUCKET",
            "",
            text("NAME"),
            "The destination's bucket, or an access point's ARN; DEST on the command line says it."),
    DEST_PREFIX(
            DESTINATION,
            "",
            "destination.prefix",
            "DEST_PREFIX",
            "",
            text("PREFIX"),
            "The destination's folder; a / is put behind it where it has none."),
    DEST_ENDPOINT(
            DESTINATION,
            "--dest-endpoint",
            "destination.endpoint",
            "DEST_ENDPOINT",
            "",
            text("URL"),
            "The address of the destination's service, for S3-compatible stores; https:// where no scheme is given."),
    DEST_REGION(
            DESTINATION,
            "--dest-region",
            "destination.region",
            "DEST_REGION",
            "",
            text("REGION"),
            "The region of the destination's bucket. Without it: AWS_REGION, the AWS profile, the machine's own."),
    DEST_PATH_STYLE(
            DESTINATION,
            "--dest-path-style",
            "destination.path-style",
            "DEST_PATH_STYLE",
            "",
            new OptionKind.Flag(),
            "As --source-path-style, for the destination."),
    DEST_STORAGE_CLASS(
            DESTINATION,
            "--dest-storage-class",
            "destination.storage-class",
            "DEST_STORAGE_CLASS",
            "",
            text("CLASS"),
            "The storage class of new objects, such as STANDARD_IA, INTELLIGENT_TIERING or GLACIER_IR. Without it: the store's"
                    + " own default."),
    DEST_ACL(
            DESTINATION,
            "--dest-acl",
            "destination.acl",
            "DEST_ACL",
            "",
            new OptionKind.Choice(
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
            "--dest-sse",
            "destination.sse",
            "DEST_SSE_TYPE",
            "none",
            new OptionKind.Choice(List.of("none", "AES256", "aws:kms"), Map.of("AWS_KMS", "aws:kms")),
            "How new objects are encrypted at rest; none leaves it to the bucket. AWS_KMS means aws:kms too."),
    DEST_KMS_KEY(
            DESTINATION,
            "--dest-kms-key",
            "destination.kms-key",
            "DEST_SSE_KMS_KEY_ID",
            "",
            text("KEY"),
            "The KMS key's ID, alias or ARN, with --dest-sse aws:kms. Without it: the account's default key."),
    DEST_ACCESS_KEY_ID(
            DESTINATION,
            "",
            "destination.access-key-id",
            "DEST_ACCESS_KEY_ID",
            "",
            text("ID"),
            "The destination's access key. Without it: the AWS default chain."),
    DEST_SECRET_ACCESS_KEY(
            DESTINATION,
            "",
            "destination.secret-access-key",
            "DEST_SECRET_ACCESS_KEY",
            "",
            new OptionKind.Text("SECRET"),
            "The secret of the destination's access key."),
    DEST_SESSION_TOKEN(
            DESTINATION,
            "",
            "destination.session-token",
            "DEST_SESSION_TOKEN",
            "",
            new OptionKind.Text("SECRET"),
            "The session token of a temporary access key of the destination."),
    DEST_SECRET(
            DESTINATION,
            "",
            "destination.credentials",
            "DEST_CREDENTIALS",
            "",
            text("NAME"),
            "As SRC_CREDENTIALS, for the destination."),
    DEST_IN_CURRENT_ACCOUNT(
            DESTINATION,
            "",
            "destination.in-current-account",
            "DEST_IN_CURRENT_ACCOUNT",
            "false",
            new OptionKind.Flag(),
            "Write to the destination as whom the process runs, whatever DEST_CREDENTIALS says."),

    COMPARE(
            SELECTION,
            "--compare",
            "compare",
            "COMPARE",
            "auto",
            new OptionKind.Choice("auto", "size", "etag", "mtime", "always"),
            "When an object counts as there already: auto: same size, and the same ETag where both are MD5s of the content, else"
                    + " newer at the destination; size; etag: size and ETag; mtime: size, and newer at the destination; always: copy everything."),
    SKIP_COMPARE(
            SELECTION,
            "",
            "skip-compare",
            "SKIP_COMPARE",
            "false",
            new OptionKind.Flag(),
            "As --compare always, where nothing says --compare."),
    DELETE(
            SELECTION,
            "--delete",
            "delete",
            "DEST_DELETE",
            "false",
            new OptionKind.Flag(),
            "Delete from the destination what the source, listed completely and asked again, does not have."),
    MAX_DELETE(
            SELECTION,
            "--max-delete",
            "max-delete",
            "MAX_DELETE",
            "10000",
            new OptionKind.Count(0, Integer.MAX_VALUE),
            "With more objects than this to delete, delete none and fail."),
    INCLUDE(
            SELECTION,
            "--include",
            "include",
            "SRC_INCLUDE",
            "",
            new OptionKind.Globs(),
            "Only keys that match a pattern, held against the key below SOURCE: * is any run of characters, / included; ? is one"
                    + " character; \\ takes the meaning from what follows. May be given several times."),
    EXCLUDE(
            SELECTION,
            "--exclude",
            "exclude",
            "SRC_EXCLUDE",
            "",
            new OptionKind.Globs(),
            "No keys that match a pattern, whatever --include says. May be given several times."),
    PREFIX_LIST(
            SELECTION,
            "--prefix-list",
            "prefix-list",
            "SRC_PREFIX_LIST",
            "",
            text("FILE|URL"),
            "A file, or s3://bucket/key, with one prefix a line: only keys that begin with one of them. An object of the source's kind"
                    + " (oss://bucket/key and so on) is read as the source is, one of s3:// beside another source as whom the process runs."),
    PREFIX_LIST_BUCKET(
            SELECTION,
            "",
            "prefix-list-bucket",
            "SRC_PREFIX_LIST_BUCKET",
            "",
            text("NAME"),
            "The bucket in which SRC_PREFIX_LIST is a key; without it SRC_PREFIX_LIST is a file or a URL."),
    METADATA(
            SELECTION,
            "--metadata",
            "metadata",
            "INCLUDE_METADATA",
            "true",
            new OptionKind.Flag(),
            "Copy content type, encoding, language, disposition, cache control, expiry and user metadata too."),
    TAGS(
            SELECTION,
            "--tags",
            "tags",
            "INCLUDE_TAGS",
            "false",
            new OptionKind.Flag(),
            "Copy object tags too, from S3 only, which costs a request for every tagged object."),

    LISTERS(
            SPEED,
            "--listers",
            "listers",
            "FINDER_NUMBER",
            "4",
            new OptionKind.Count(1, 64),
            "How many key ranges are listed at a time on each side."),
    SLOTS(
            SPEED,
            "--slots",
            "slots",
            "WORKER_NUMBER",
            "64",
            new OptionKind.Count(1, 4096),
            "How many objects are moved at a time."),
    PART_SLOTS(
            SPEED,
            "--part-slots",
            "part-slots",
            "PART_SLOTS",
            "8",
            new OptionKind.Count(1, 1024),
            "How many parts of large objects are moved at a time, over all objects."),
    PART_SIZE(
            SPEED,
            "--part-size",
            "part-size",
            "PART_SIZE",
            "16MiB",
            new OptionKind.Size(5L << 20, 5L << 30),
            "The least size of a part; parts of very large objects are larger, so that 10,000 suffice."),
    MULTIPART_THRESHOLD(
            SPEED,
            "--multipart-threshold",
            "multipart-threshold",
            "MULTIPART_THRESHOLD",
            "16MiB",
            new OptionKind.Size(5L << 20, 5L << 30),
            "Objects of at least this size are moved in parts."),
    GIANT_THRESHOLD(
            SPEED,
            "--giant-threshold",
            "giant-threshold",
            "GIANT_THRESHOLD",
            "1GiB",
            new OptionKind.Size(5L << 20, 50_000L << 30),
            "Objects of at least this size are split over all workers of a fleet that has --parts-table and --state-machine;"
                    + " else one worker moves them in parts."),
    BANDWIDTH(
            SPEED,
            "--bandwidth",
            "bandwidth",
            "BANDWIDTH",
            "0",
            new OptionKind.Rate(),
            "At most so many bytes a second over everything."),
    MIN_RATE(
            SPEED,
            "--min-rate",
            "min-rate",
            "MIN_RATE",
            "1KiB",
            new OptionKind.Rate(),
            "The least rate at which a store must send or take the bytes of a request, over a minute of waiting for it; a slower"
                    + " request fails and is tried again. The time that the other side or --bandwidth takes does not count."),
    ATTEMPTS(
            SPEED,
            "--attempts",
            "attempts",
            "ATTEMPTS",
            "5",
            new OptionKind.Count(1, 100),
            "How often an object is tried before it counts as failed."),
    CHECKSUM(
            SPEED,
            "--checksum",
            "checksum",
            "CHECKSUM",
            "auto",
            new OptionKind.Choice("auto", "crc32c", "md5", "none"),
            "How the destination verifies content whose MD5 the source does not tell, parts included: auto: by CRC32C, or by MD5"
                    + " at a store that refuses CRC32C or does not confirm it; crc32c: by CRC32C only; md5: by MD5 only; none: by"
                    + " its length only."),
    VERIFY(
            SPEED,
            "--verify",
            "verify",
            "VERIFY",
            "auto",
            new OptionKind.Choice("auto", "full", "none"),
            "Whether what is read is compared with the checksum that the source keeps of the whole object: auto: with a checksum"
                    + " that the source sends without being asked, as Aliyun OSS, Tencent COS and Qiniu Kodo do; full: S3 is asked"
                    + " for its checksum too, an interrupted upload starts again, and objects without a checksum are counted; none:"
                    + " only with an MD5 that is the ETag of an object that is not moved in parts."),

    SERVER_SIDE_COPY(
            SPEED,
            "--server-side-copy",
            "server-side-copy",
            "SERVER_SIDE_COPY",
            "auto",
            new OptionKind.Choice("auto", "always", "never"),
            "Whether the service copies the bytes itself: auto: where both sides are one service with the same credentials, and"
                    + " by streaming where it is refused; always: with the destination's credentials, and never by streaming."),

    QUEUE(
            FLEET,
            "--queue",
            "queue.name",
            "JOB_QUEUE_NAME",
            "",
            text("NAME|URL"),
            "The Amazon SQS queue between finder and workers. Its redrive policy names the dead-letter queue."),
    TABLE(
            FLEET,
            "--table",
            "table",
            "JOB_TABLE_NAME",
            "",
            text("NAME"),
            "The Amazon DynamoDB table of the status records; its key is ObjectKey, a string."),
    PARTS_TABLE(
            FLEET,
            "--parts-table",
            "parts-table",
            "SINGLE_PART_TABLE_NAME",
            "",
            text("NAME"),
            "The Amazon DynamoDB table of the parts of giant objects; its keys are UploadId, a string, and PartNumber, a number."
                    + " Goes with --state-machine."),
    STATE_MACHINE(
            FLEET,
            "--state-machine",
            "state-machine",
            "SFN_ARN",
            "",
            text("ARN"),
            "The AWS Step Functions state machine that watches over giant objects. Goes with --parts-table."),
    SCHEDULE(
            FLEET,
            "--schedule",
            "schedule",
            "SCHEDULE",
            "",
            text("CRON"),
            "Compare again and again instead of once, and never two times at once: a Quartz expression with second, minute, hour,"
                    + " day, month, weekday, such as '0 0 3 * * ?' for 3 a.m. UTC."),
    VISIBILITY_TIMEOUT(
            FLEET,
            "--visibility-timeout",
            "visibility-timeout",
            "VISIBILITY_TIMEOUT",
            "120",
            new OptionKind.Count(10, 43_200),
            "So many seconds after a worker has died its messages are taken up by another; a living one renews them in time."),
    STOP_TIMEOUT(
            FLEET,
            "--stop-timeout",
            "stop-timeout",
            "STOP_TIMEOUT",
            "25",
            new OptionKind.Count(1, 3600),
            "So many seconds a worker that is told to stop goes on with what it has begun; the rest goes back to the queue. On"
                    + " spot instances, which end two minutes after their notice, at most 100."),
    INSTANCE_METADATA(
            FLEET,
            "--instance-metadata",
            "instance-metadata",
            "INSTANCE_METADATA",
            "false",
            new OptionKind.Flag(),
            "Watch this machine's own metadata (Amazon EC2, IMDSv2): when its spot instance is interrupted or its Auto Scaling"
                    + " group terminates it, a worker stops as --stop-timeout says, and ends with 0."),

    DRY_RUN(
            RUN,
            "--dry-run",
            "dry-run",
            "DRY_RUN",
            "false",
            new OptionKind.Flag(),
            "Only tell how much would be copied and deleted, and what that would take."),
    COUNT_FIRST(
            RUN,
            "--count-first",
            "count-first",
            "COUNT_FIRST",
            "false",
            new OptionKind.Flag(),
            "Compare once only to count, then again to copy, so that percentage and time left are known from the beginning. Both"
                    + " buckets are listed twice. Of sync only, and not in a dry run."),
    REPORT(
            RUN,
            "--report",
            "report",
            "REPORT_FILE",
            "",
            new OptionKind.PathName("FILE"),
            "Write every object's fate to this file; its name ends in .csv or .jsonl."),
    RECORDS(
            RUN,
            "--records",
            "records",
            "RECORDS_FILE",
            "",
            new OptionKind.PathName("FILE"),
            "The SQLite file of the status records; .sqlite is put behind it, if it isn't there. Without it: a file of this pair of sides in the folder .caravan of the"
                    + " working folder. See docs/records.md."),
    ROUTES(
            RUN,
            "--routes",
            "routes",
            "ROUTES_DIR",
            "",
            new OptionKind.PathName("DIR"),
            "Use the route files of this folder in place of the built-in ones of the same name. See docs/routes.md."),
    CONSOLE(
            RUN,
            "--console",
            "console",
            "CONSOLE",
            "off",
            new OptionKind.Choice(List.of("off", "read", "operate"), Map.of("TRUE", "read", "FALSE", "off")),
            "Show the run in a browser on this machine, at 127.0.0.1: a status page, Hawtio with the routes, health and metrics."
                    + " --console alone is --console=read; operate also lets who knows the password start, stop, suspend and resume"
                    + " routes. See docs/console.md."),
    CONSOLE_PORT(
            RUN,
            "--console-port",
            "console-port",
            "CONSOLE_PORT",
            "8778",
            new OptionKind.Count(0, 65_535),
            "The port of 127.0.0.1 that the console listens to; 0 for a free one, which is told when the run begins."),
    CONSOLE_PASSWORD_FILE(
            RUN,
            "--console-password-file",
            "console-password-file",
            "CONSOLE_PASSWORD_FILE",
            "",
            new OptionKind.PathName("FILE"),
            "Ask for a user and a password before anything is shown; needed for --console=operate. The file holds one line,"
                    + " user:password, and nobody but its owner may read it."),
    METRICS_NAMESPACE(
            RUN,
            "--metrics-namespace",
            "metrics-namespace",
            "METRICS_NAMESPACE",
            "",
            text("NAME"),
            "Tell Amazon CloudWatch what the run does, in metrics of this namespace: a line of its embedded metric format on"
                    + " stdout every minute and at the end, for a log that goes to CloudWatch Logs. Not in a dry run.");

    private final OptionGroup group;
    private final String commandLineName;
    private final String property;
    private final String environmentName;
    private final String defaultValue;

    @SuppressWarnings("ImmutableEnumChecker") // records of immutable values, which the checker cannot see
    private final OptionKind kind;

    private final String help;

    JobOption(
            OptionGroup group,
            String commandLineName,
            String property,
            String environmentName,
            String defaultValue,
            OptionKind kind,
            String help) {
        this.group = group;
        this.commandLineName = commandLineName;
        this.property = "caravan." + property;
        this.environmentName = environmentName;
        this.defaultValue = defaultValue;
        this.kind = kind;
        this.help = help;
    }

    private static OptionKind text(String label) {
        return new OptionKind.Text(label);
    }

    public OptionGroup group() {
        return group;
    }

    /** For example {@code --slots}; empty where the option is not on the command line. */
    public String commandLineName() {
        return commandLineName;
    }

    public boolean onCommandLine() {
        return !commandLineName.isEmpty();
    }

    /** Its name as a Java system property and in application.properties, for example {@code caravan.slots}. */
    public String property() {
        return property;
    }

    public String environmentName() {
        return environmentName;
    }

    /** As it would be written; empty where there is none, or where it follows from other values. */
    public String defaultValue() {
        return defaultValue;
    }

    public OptionKind kind() {
        return kind;
    }

    /** What it means, in sentences. */
    public String help() {
        return help;
    }

    /** Whether its value may never be shown. */
    public boolean secret() {
        return kind instanceof OptionKind.Text text && text.label().equals("SECRET");
    }
}

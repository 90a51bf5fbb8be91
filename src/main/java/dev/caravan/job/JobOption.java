package dev.caravan.job;

import static dev.caravan.job.OptionGroup.DESTINATION;
import static dev.caravan.job.OptionGroup.FLEET;
import static dev.caravan.job.OptionGroup.PROTECTION;
import static dev.caravan.job.OptionGroup.RUN;
import static dev.caravan.job.OptionGroup.SELECTION;
import static dev.caravan.job.OptionGroup.SOURCE;
import static dev.caravan.job.OptionGroup.SPEED;
import static dev.caravan.job.OptionKind.Notation.COMMAND;
import static dev.caravan.job.OptionKind.Notation.FLAG;
import static dev.caravan.job.OptionKind.Notation.GLOBS;
import static dev.caravan.job.OptionKind.Notation.MOMENT;
import static dev.caravan.job.OptionKind.Notation.NAMES;
import static dev.caravan.job.OptionKind.Notation.PERIOD;
import static dev.caravan.job.OptionKind.Notation.PREFIXES;
import static dev.caravan.job.OptionKind.Notation.RATE;
import static dev.caravan.job.OptionKind.Notation.REGEXES;
import static dev.caravan.job.OptionKind.Notation.TIMETABLE;
import static dev.caravan.job.OptionKind.Text.SECRET;

import dev.caravan.job.OptionKind.Choice;
import dev.caravan.job.OptionKind.Count;
import dev.caravan.job.OptionKind.PathName;
import dev.caravan.job.OptionKind.Size;
import dev.caravan.job.OptionKind.Text;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/**
 * The single list of options: help, validation, property and environment names, docs/options.md and
 * application.properties are derived from it. The help texts are in options.properties by option name. A constant's
 * name in lower case is the argument's name, {@code --source-endpoint}. Secrets and other options without a
 * command-line name are never read from there.
 */
@SuppressWarnings("ImmutableEnumChecker") // records of immutable values, which the checker cannot see
public enum JobOption {
    SOURCE_TYPE(SOURCE, setting("source.type", "SOURCE_TYPE"), new Choice(StoreType.environmentNames()), "Amazon_S3"),
    SOURCE_BUCKET(SOURCE, setting("source.bucket", "SRC_BUCKET"), new Text("NAME")),
    SOURCE_PREFIX(SOURCE, setting("source.prefix", "SRC_PREFIX"), new Text("PREFIX")),
    SOURCE_ENDPOINT(SOURCE, argument("source.endpoint", "SRC_ENDPOINT"), new Text("URL")),
    SOURCE_REGION(SOURCE, argument("source.region", "SRC_REGION"), new Text("REGION")),
    SOURCE_PROTOCOL(SOURCE, argument("source.protocol", "SRC_PROTOCOL"), new Choice("native", "s3"), "native"),
    SOURCE_NETWORK(SOURCE, argument("source.network", "SRC_NETWORK"), new Choice("public", "internal", "accelerate")),
    SOURCE_PROXY(SOURCE, argument("source.proxy", "SRC_PROXY"), new Text("URL")),
    SOURCE_DOMAIN(SOURCE, argument("source.domain", "SRC_DOMAIN"), new Text("HOST")),
    SOURCE_SIGNATURE(SOURCE, argument("source.signature", "SRC_SIGNATURE"), new Choice("v4", "v1"), "v4"),
    SOURCE_PATH_STYLE(SOURCE, argument("source.path-style", "SRC_PATH_STYLE"), FLAG),
    SOURCE_ANONYMOUS(SOURCE, argument("source.anonymous", "SRC_ANONYMOUS"), FLAG, "false"),
    REQUESTER_PAYS(SOURCE, argument("source.requester-pays", "PAYER_REQUEST"), FLAG, "false"),
    SOURCE_ACCESS_KEY_ID(SOURCE, setting("source.access-key-id", "SOURCE_ACCESS_KEY_ID"), new Text("ID")),
    SOURCE_SECRET_ACCESS_KEY(SOURCE, setting("source.secret-access-key", "SOURCE_SECRET_ACCESS_KEY"), SECRET),
    SOURCE_SESSION_TOKEN(SOURCE, setting("source.session-token", "SOURCE_SESSION_TOKEN"), SECRET),
    SOURCE_SECRET(SOURCE, setting("source.credentials", "SRC_CREDENTIALS"), new Text("NAME")),
    SOURCE_SSE_C_KEY(SOURCE, setting("source.sse-c-key", "SOURCE_SSE_C_KEY"), SECRET),
    SOURCE_SSE_C_KEY_FILE(SOURCE, argument("source.sse-c-key-file", "SRC_SSE_C_KEY_FILE"), new PathName("FILE")),
    SOURCE_SSE_C_SECRET(SOURCE, setting("source.sse-c-secret", "SRC_SSE_C_SECRET"), new Text("NAME")),
    SOURCE_IN_CURRENT_ACCOUNT(SOURCE, setting("source.in-current-account", "SRC_IN_CURRENT_ACCOUNT"), FLAG, "false"),
    SOURCE_PROFILE(SOURCE, argument("source.profile", "SRC_PROFILE"), new Text("NAME")),
    SOURCE_CREDENTIAL_PROCESS(SOURCE, argument("source.credential-process", "SRC_CREDENTIAL_PROCESS"), COMMAND),
    SOURCE_ROLE_ARN(SOURCE, argument("source.role-arn", "SRC_ROLE_ARN"), new Text("ARN")),
    SOURCE_EXTERNAL_ID(SOURCE, argument("source.external-id", "SRC_EXTERNAL_ID"), new Text("ID")),
    SOURCE_SESSION_NAME(SOURCE, argument("source.session-name", "SRC_SESSION_NAME"), new Text("NAME")),
    SOURCE_STS_ENDPOINT(SOURCE, argument("source.sts-endpoint", "SRC_STS_ENDPOINT"), new Text("URL")),
    SOURCE_MACHINE_ROLE(SOURCE, argument("source.machine-role", "SRC_MACHINE_ROLE"), FLAG, "false"),
    SOURCE_OIDC_TOKEN_FILE(SOURCE, argument("source.oidc-token-file", "SRC_OIDC_TOKEN_FILE"), new PathName("FILE")),
    SOURCE_OIDC_PROVIDER(SOURCE, argument("source.oidc-provider", "SRC_OIDC_PROVIDER"), new Text("ARN")),

    DEST_BUCKET(DESTINATION, setting("destination.bucket", "DEST_BUCKET"), new Text("NAME")),
    DEST_PREFIX(DESTINATION, setting("destination.prefix", "DEST_PREFIX"), new Text("PREFIX")),
    DEST_ENDPOINT(DESTINATION, argument("destination.endpoint", "DEST_ENDPOINT"), new Text("URL")),
    DEST_REGION(DESTINATION, argument("destination.region", "DEST_REGION"), new Text("REGION")),
    DEST_NETWORK(DESTINATION, argument("destination.network", "DEST_NETWORK"), new Choice("public", "accelerate")),
    DEST_PROXY(DESTINATION, argument("destination.proxy", "DEST_PROXY"), new Text("URL")),
    DEST_PATH_STYLE(DESTINATION, argument("destination.path-style", "DEST_PATH_STYLE"), FLAG),
    DEST_STORAGE_CLASS(
            DESTINATION, argument("destination.storage-class", "DEST_STORAGE_CLASS"), new Text("CLASS|keep")),
    DEST_ACL(
            DESTINATION,
            argument("destination.acl", "DEST_ACL"),
            new Choice(
                    "private",
                    "public-read",
                    "public-read-write",
                    "authenticated-read",
                    "aws-exec-read",
                    "bucket-owner-read",
                    "bucket-owner-full-control",
                    "keep")),
    OBJECT_LOCK(DESTINATION, argument("object-lock", "OBJECT_LOCK"), new Choice("none", "keep"), "none"),
    DEST_SSE(
            DESTINATION,
            argument("destination.sse", "DEST_SSE_TYPE"),
            new Choice(List.of("none", "AES256", "aws:kms"), Map.of("AWS_KMS", "aws:kms")),
            "none"),
    DEST_KMS_KEY(DESTINATION, argument("destination.kms-key", "DEST_SSE_KMS_KEY_ID"), new Text("KEY")),
    DEST_SSE_C_KEY(DESTINATION, setting("destination.sse-c-key", "DEST_SSE_C_KEY"), SECRET),
    DEST_SSE_C_KEY_FILE(
            DESTINATION, argument("destination.sse-c-key-file", "DEST_SSE_C_KEY_FILE"), new PathName("FILE")),
    DEST_SSE_C_SECRET(DESTINATION, setting("destination.sse-c-secret", "DEST_SSE_C_SECRET"), new Text("NAME")),
    DEST_ACCESS_KEY_ID(DESTINATION, setting("destination.access-key-id", "DEST_ACCESS_KEY_ID"), new Text("ID")),
    DEST_SECRET_ACCESS_KEY(DESTINATION, setting("destination.secret-access-key", "DEST_SECRET_ACCESS_KEY"), SECRET),
    DEST_SESSION_TOKEN(DESTINATION, setting("destination.session-token", "DEST_SESSION_TOKEN"), SECRET),
    DEST_SECRET(DESTINATION, setting("destination.credentials", "DEST_CREDENTIALS"), new Text("NAME")),
    DEST_IN_CURRENT_ACCOUNT(
            DESTINATION, setting("destination.in-current-account", "DEST_IN_CURRENT_ACCOUNT"), FLAG, "false"),
    DEST_PROFILE(DESTINATION, argument("destination.profile", "DEST_PROFILE"), new Text("NAME")),
    DEST_CREDENTIAL_PROCESS(
            DESTINATION, argument("destination.credential-process", "DEST_CREDENTIAL_PROCESS"), COMMAND),
    DEST_ROLE_ARN(DESTINATION, argument("destination.role-arn", "DEST_ROLE_ARN"), new Text("ARN")),
    DEST_EXTERNAL_ID(DESTINATION, argument("destination.external-id", "DEST_EXTERNAL_ID"), new Text("ID")),
    DEST_SESSION_NAME(DESTINATION, argument("destination.session-name", "DEST_SESSION_NAME"), new Text("NAME")),
    DEST_STS_ENDPOINT(DESTINATION, argument("destination.sts-endpoint", "DEST_STS_ENDPOINT"), new Text("URL")),

    COMPARE(SELECTION, argument("compare", "COMPARE"), new Choice("auto", "size", "etag", "mtime", "always"), "auto"),
    SKIP_COMPARE(SELECTION, setting("skip-compare", "SKIP_COMPARE"), FLAG, "false"),
    DELETE(SELECTION, argument("delete", "DEST_DELETE"), FLAG, "false"),
    MAX_DELETE(SELECTION, argument("max-delete", "MAX_DELETE"), new Count(0, Integer.MAX_VALUE), "10000"),
    INCLUDE(SELECTION, argument("include", "SRC_INCLUDE"), GLOBS),
    EXCLUDE(SELECTION, argument("exclude", "SRC_EXCLUDE"), GLOBS),
    INCLUDE_REGEX(SELECTION, argument("include-regex", "SRC_INCLUDE_REGEX"), REGEXES),
    EXCLUDE_REGEX(SELECTION, argument("exclude-regex", "SRC_EXCLUDE_REGEX"), REGEXES),
    FILTER_FROM(SELECTION, argument("filter-from", "SRC_FILTER_FROM"), new Text("FILE|URL")),
    MIN_SIZE(SELECTION, argument("min-size", "SRC_MIN_SIZE"), new Size(0, 50_000L << 30)),
    MAX_SIZE(SELECTION, argument("max-size", "SRC_MAX_SIZE"), new Size(0, 50_000L << 30)),
    NEWER_THAN(SELECTION, argument("newer-than", "SRC_NEWER_THAN"), MOMENT),
    OLDER_THAN(SELECTION, argument("older-than", "SRC_OLDER_THAN"), MOMENT),
    SOURCE_STORAGE_CLASS(SELECTION, argument("source.storage-class", "SRC_STORAGE_CLASS"), NAMES),
    PREFIX(SELECTION, argument("prefix", "SRC_PREFIXES"), PREFIXES),
    PREFIX_LIST(SELECTION, argument("prefix-list", "SRC_PREFIX_LIST"), new Text("FILE|URL")),
    PREFIX_LIST_BUCKET(SELECTION, setting("prefix-list-bucket", "SRC_PREFIX_LIST_BUCKET"), new Text("NAME")),
    KEYS_FROM(SELECTION, argument("keys-from", "SRC_KEYS_FROM"), new Text("FILE|URL|-")),
    KEYS_NULL(SELECTION, argument("keys-null", "SRC_KEYS_NULL"), FLAG, "false"),
    INVENTORY(SELECTION, argument("inventory", "SRC_INVENTORY"), new Text("FILE|URL")),
    VERSIONS(SELECTION, argument("versions", "VERSIONS"), new Choice("current", "all"), "current"),
    METADATA(SELECTION, argument("metadata", "INCLUDE_METADATA"), FLAG, "true"),
    TAGS(SELECTION, argument("tags", "INCLUDE_TAGS"), FLAG, "false"),

    IMMUTABLE(PROTECTION, argument("immutable", "IMMUTABLE"), FLAG, "false"),
    BACKUP_PREFIX(PROTECTION, argument("backup-prefix", "BACKUP_PREFIX"), new Text("PREFIX|URL")),
    MAX_OBJECTS(PROTECTION, argument("max-objects", "MAX_OBJECTS"), new Count(0, Integer.MAX_VALUE), "0"),
    MAX_BYTES(PROTECTION, argument("max-bytes", "MAX_BYTES"), new Size(0, 1L << 60), "0"),
    MAX_DURATION(PROTECTION, argument("max-duration", "MAX_DURATION"), PERIOD, "0"),
    STOP_AFTER(PROTECTION, argument("stop-after", "STOP_AFTER"), new Count(0, 1_000_000), "10"),

    LISTERS(SPEED, argument("listers", "FINDER_NUMBER"), new Count(1, 64), "4"),
    SLOTS(SPEED, argument("slots", "WORKER_NUMBER"), new Count(1, Slots.MOST, true), "auto"),
    PART_SLOTS(SPEED, argument("part-slots", "PART_SLOTS"), new Count(1, Slots.MOST_PARTS, true), "auto"),
    PART_SIZE(SPEED, argument("part-size", "PART_SIZE"), new Size(5L << 20, 5L << 30), "16MiB"),
    MULTIPART_THRESHOLD(
            SPEED, argument("multipart-threshold", "MULTIPART_THRESHOLD"), new Size(5L << 20, 5L << 30), "64MiB"),
    GIANT_THRESHOLD(SPEED, argument("giant-threshold", "GIANT_THRESHOLD"), new Size(5L << 20, 50_000L << 30), "1GiB"),
    BANDWIDTH(SPEED, argument("bandwidth", "BANDWIDTH"), TIMETABLE, "0"),
    SOURCE_REQUEST_RATE(SPEED, argument("source.request-rate", "SRC_REQUEST_RATE"), new Count(0, 100_000), "0"),
    DEST_REQUEST_RATE(SPEED, argument("destination.request-rate", "DEST_REQUEST_RATE"), new Count(0, 100_000), "0"),
    MIN_RATE(SPEED, argument("min-rate", "MIN_RATE"), RATE, "1KiB"),
    ATTEMPTS(SPEED, argument("attempts", "ATTEMPTS"), new Count(1, 100), "5"),
    CHECKSUM(SPEED, argument("checksum", "CHECKSUM"), new Choice("auto", "keep", "crc32c", "md5", "none"), "auto"),
    SOURCE_CHECKSUM(SPEED, argument("verify", "VERIFY"), new Choice("auto", "full", "none"), "auto"),
    SERVER_SIDE_COPY(
            SPEED, argument("server-side-copy", "SERVER_SIDE_COPY"), new Choice("auto", "always", "never"), "auto"),

    QUEUE(FLEET, argument("queue.name", "JOB_QUEUE_NAME"), new Text("NAME|URL")),
    TABLE(FLEET, argument("table", "JOB_TABLE_NAME"), new Text("NAME")),
    PARTS_TABLE(FLEET, argument("parts-table", "SINGLE_PART_TABLE_NAME"), new Text("NAME")),
    STATE_MACHINE(FLEET, argument("state-machine", "SFN_ARN"), new Text("ARN")),
    SCHEDULE(FLEET, argument("schedule", "SCHEDULE"), new Text("CRON")),
    WHEN_BUSY(FLEET, argument("when-busy", "WHEN_BUSY"), new Choice("compare", "skip", "wait"), "compare"),
    VISIBILITY_TIMEOUT(FLEET, argument("visibility-timeout", "VISIBILITY_TIMEOUT"), new Count(10, 43_200), "120"),
    STOP_TIMEOUT(FLEET, argument("stop-timeout", "STOP_TIMEOUT"), new Count(1, 3600), "25"),
    INSTANCE_METADATA(FLEET, argument("instance-metadata", "INSTANCE_METADATA"), FLAG, "false"),
    MAIL_TOPIC(FLEET, argument("mail-topic", "MAIL_TOPIC_ARN"), new Text("ARN")),

    DRY_RUN(RUN, argument("dry-run", "DRY_RUN"), FLAG, "false"),
    COUNT_FIRST(RUN, argument("count-first", "COUNT_FIRST"), FLAG, "false"),
    REPORT(RUN, argument("report", "REPORT_FILE"), new Text("FILE|URL")),
    RECORDS(RUN, argument("records", "RECORDS_FILE"), new PathName("FILE")),
    ROUTES(RUN, argument("routes", "ROUTES_DIR"), new PathName("DIR")),
    CA_BUNDLE(RUN, argument("ca-bundle", "AWS_CA_BUNDLE"), new PathName("FILE")),
    CONSOLE(
            RUN,
            argument("console", "CONSOLE"),
            new Choice(List.of("off", "read", "operate"), Map.of("TRUE", "read", "FALSE", "off")),
            "off"),
    CONSOLE_PORT(RUN, argument("console-port", "CONSOLE_PORT"), new Count(0, 65_535), "8778"),
    CONSOLE_PASSWORD_FILE(RUN, argument("console-password-file", "CONSOLE_PASSWORD_FILE"), new PathName("FILE")),
    METRICS_NAMESPACE(RUN, argument("metrics-namespace", "METRICS_NAMESPACE"), new Text("NAME"));

    private static final ResourceBundle HELP = ResourceBundle.getBundle("dev.caravan.job.options", Locale.ROOT);

    private final OptionGroup group;
    private final Names names;
    private final String commandLineName;
    private final OptionKind kind;
    private final String byDefault;

    JobOption(OptionGroup group, Names names, OptionKind kind) {
        this(group, names, kind, "");
    }

    JobOption(OptionGroup group, Names names, OptionKind kind, String byDefault) {
        this.group = group;
        this.names = names;
        this.commandLineName =
                names.onCommandLine ? "--" + name().toLowerCase(Locale.ROOT).replace('_', '-') : "";
        this.kind = kind;
        this.byDefault = byDefault;
    }

    /** An option's names in properties and in the environment, and whether it is on the command line too. */
    private record Names(String property, String environment, boolean onCommandLine) {}

    private static Names argument(String property, String environment) {
        return new Names("caravan." + property, environment, true);
    }

    private static Names setting(String property, String environment) {
        return new Names("caravan." + property, environment, false);
    }

    public OptionGroup group() {
        return group;
    }

    /** Returns the name, for example {@code --slots}; empty if it is not on the command line. */
    public String commandLineName() {
        return commandLineName;
    }

    public List<String> aliases() {
        return switch (this) {
            case DEST_STORAGE_CLASS -> List.of("--storage-class");
            case DEST_ACL -> List.of("--acl");
            default -> List.of();
        };
    }

    public boolean onCommandLine() {
        return names.onCommandLine;
    }

    /** Returns an earlier command-line name that is still accepted; empty for none. */
    public String formerName() {
        return this == SOURCE_CHECKSUM ? "--verify" : "";
    }

    /** Returns its name as a system property and in application.properties, for example {@code caravan.slots}. */
    public String property() {
        return names.property;
    }

    public String environmentName() {
        return names.environment;
    }

    /** Returns the default as text; empty if there is none or it follows from other values. */
    public String defaultValue() {
        return byDefault;
    }

    public OptionKind kind() {
        return kind;
    }

    public String help() {
        return HELP.getString(name());
    }

    /** Returns whether its value must never be shown. */
    public boolean secret() {
        return kind.equals(SECRET);
    }
}

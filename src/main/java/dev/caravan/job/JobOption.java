package dev.caravan.job;

import static dev.caravan.job.OptionGroup.DESTINATION;
import static dev.caravan.job.OptionGroup.FLEET;
import static dev.caravan.job.OptionGroup.PROTECTION;
import static dev.caravan.job.OptionGroup.RUN;
import static dev.caravan.job.OptionGroup.SELECTION;
import static dev.caravan.job.OptionGroup.SOURCE;
import static dev.caravan.job.OptionGroup.SPEED;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/**
 * The single list of options: help, validation, property and environment names, docs/options.md and
 * application.properties follow from it. The help texts are in options.properties by option name. Secrets and other
 * options without a command-line name are never read from there.
 */
@SuppressWarnings("ImmutableEnumChecker") // records of immutable values, which the checker cannot see
public enum JobOption {
    SOURCE_TYPE(SOURCE, names("source.type", "SOURCE_TYPE"), choice("Amazon_S3", StoreType.environmentNames())),
    SOURCE_BUCKET(SOURCE, names("source.bucket", "SRC_BUCKET"), text("NAME")),
    SOURCE_PREFIX(SOURCE, names("source.prefix", "SRC_PREFIX"), text("PREFIX")),
    SOURCE_ENDPOINT(SOURCE, names("--source-endpoint", "source.endpoint", "SRC_ENDPOINT"), text("URL")),
    SOURCE_REGION(SOURCE, names("--source-region", "source.region", "SRC_REGION"), text("REGION")),
    SOURCE_PROTOCOL(
            SOURCE, names("--source-protocol", "source.protocol", "SRC_PROTOCOL"), choice("native", "native", "s3")),
    SOURCE_NETWORK(
            SOURCE,
            names("--source-network", "source.network", "SRC_NETWORK"),
            choice("", "public", "internal", "accelerate")),
    SOURCE_PROXY(SOURCE, names("--source-proxy", "source.proxy", "SRC_PROXY"), text("URL")),
    SOURCE_DOMAIN(SOURCE, names("--source-domain", "source.domain", "SRC_DOMAIN"), text("HOST")),
    SOURCE_SIGNATURE(
            SOURCE, names("--source-signature", "source.signature", "SRC_SIGNATURE"), choice("v4", "v4", "v1")),
    SOURCE_PATH_STYLE(SOURCE, names("--source-path-style", "source.path-style", "SRC_PATH_STYLE"), flag("")),
    SOURCE_ANONYMOUS(SOURCE, names("--source-anonymous", "source.anonymous", "SRC_ANONYMOUS"), flag("false")),
    REQUESTER_PAYS(SOURCE, names("--requester-pays", "source.requester-pays", "PAYER_REQUEST"), flag("false")),
    SOURCE_ACCESS_KEY_ID(SOURCE, names("source.access-key-id", "SOURCE_ACCESS_KEY_ID"), text("ID")),
    SOURCE_SECRET_ACCESS_KEY(SOURCE, names("source.secret-access-key", "SOURCE_SECRET_ACCESS_KEY"), secretText()),
    SOURCE_SESSION_TOKEN(SOURCE, names("source.session-token", "SOURCE_SESSION_TOKEN"), secretText()),
    SOURCE_SECRET(SOURCE, names("source.credentials", "SRC_CREDENTIALS"), text("NAME")),
    SOURCE_SSE_C_KEY(SOURCE, names("source.sse-c-key", "SOURCE_SSE_C_KEY"), secretText()),
    SOURCE_SSE_C_KEY_FILE(
            SOURCE, names("--source-sse-c-key-file", "source.sse-c-key-file", "SRC_SSE_C_KEY_FILE"), path("FILE")),
    SOURCE_SSE_C_SECRET(SOURCE, names("source.sse-c-secret", "SRC_SSE_C_SECRET"), text("NAME")),
    SOURCE_IN_CURRENT_ACCOUNT(SOURCE, names("source.in-current-account", "SRC_IN_CURRENT_ACCOUNT"), flag("false")),
    SOURCE_PROFILE(SOURCE, names("--source-profile", "source.profile", "SRC_PROFILE"), text("NAME")),
    SOURCE_CREDENTIAL_PROCESS(
            SOURCE,
            names("--source-credential-process", "source.credential-process", "SRC_CREDENTIAL_PROCESS"),
            command()),
    SOURCE_ROLE_ARN(SOURCE, names("--source-role-arn", "source.role-arn", "SRC_ROLE_ARN"), text("ARN")),
    SOURCE_EXTERNAL_ID(SOURCE, names("--source-external-id", "source.external-id", "SRC_EXTERNAL_ID"), text("ID")),
    SOURCE_SESSION_NAME(
            SOURCE, names("--source-session-name", "source.session-name", "SRC_SESSION_NAME"), text("NAME")),
    SOURCE_STS_ENDPOINT(SOURCE, names("--source-sts-endpoint", "source.sts-endpoint", "SRC_STS_ENDPOINT"), text("URL")),
    SOURCE_MACHINE_ROLE(
            SOURCE, names("--source-machine-role", "source.machine-role", "SRC_MACHINE_ROLE"), flag("false")),
    SOURCE_OIDC_TOKEN_FILE(
            SOURCE, names("--source-oidc-token-file", "source.oidc-token-file", "SRC_OIDC_TOKEN_FILE"), path("FILE")),
    SOURCE_OIDC_PROVIDER(
            SOURCE, names("--source-oidc-provider", "source.oidc-provider", "SRC_OIDC_PROVIDER"), text("ARN")),

    DEST_BUCKET(DESTINATION, names("destination.bucket", "DEST_BUCKET"), text("NAME")),
    DEST_PREFIX(DESTINATION, names("destination.prefix", "DEST_PREFIX"), text("PREFIX")),
    DEST_ENDPOINT(DESTINATION, names("--dest-endpoint", "destination.endpoint", "DEST_ENDPOINT"), text("URL")),
    DEST_REGION(DESTINATION, names("--dest-region", "destination.region", "DEST_REGION"), text("REGION")),
    DEST_NETWORK(
            DESTINATION,
            names("--dest-network", "destination.network", "DEST_NETWORK"),
            choice("", "public", "accelerate")),
    DEST_PROXY(DESTINATION, names("--dest-proxy", "destination.proxy", "DEST_PROXY"), text("URL")),
    DEST_PATH_STYLE(DESTINATION, names("--dest-path-style", "destination.path-style", "DEST_PATH_STYLE"), flag("")),
    DEST_STORAGE_CLASS(
            DESTINATION,
            names("--dest-storage-class", "destination.storage-class", "DEST_STORAGE_CLASS"),
            text("CLASS|keep")),
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
                    "bucket-owner-full-control",
                    "keep")),
    OBJECT_LOCK(DESTINATION, names("--object-lock", "object-lock", "OBJECT_LOCK"), choice("none", "none", "keep")),
    DEST_SSE(
            DESTINATION,
            names("--dest-sse", "destination.sse", "DEST_SSE_TYPE"),
            new Value(
                    "none", new OptionKind.Choice(List.of("none", "AES256", "aws:kms"), Map.of("AWS_KMS", "aws:kms")))),
    DEST_KMS_KEY(DESTINATION, names("--dest-kms-key", "destination.kms-key", "DEST_SSE_KMS_KEY_ID"), text("KEY")),
    DEST_SSE_C_KEY(DESTINATION, names("destination.sse-c-key", "DEST_SSE_C_KEY"), secretText()),
    DEST_SSE_C_KEY_FILE(
            DESTINATION,
            names("--dest-sse-c-key-file", "destination.sse-c-key-file", "DEST_SSE_C_KEY_FILE"),
            path("FILE")),
    DEST_SSE_C_SECRET(DESTINATION, names("destination.sse-c-secret", "DEST_SSE_C_SECRET"), text("NAME")),
    DEST_ACCESS_KEY_ID(DESTINATION, names("destination.access-key-id", "DEST_ACCESS_KEY_ID"), text("ID")),
    DEST_SECRET_ACCESS_KEY(DESTINATION, names("destination.secret-access-key", "DEST_SECRET_ACCESS_KEY"), secretText()),
    DEST_SESSION_TOKEN(DESTINATION, names("destination.session-token", "DEST_SESSION_TOKEN"), secretText()),
    DEST_SECRET(DESTINATION, names("destination.credentials", "DEST_CREDENTIALS"), text("NAME")),
    DEST_IN_CURRENT_ACCOUNT(
            DESTINATION, names("destination.in-current-account", "DEST_IN_CURRENT_ACCOUNT"), flag("false")),
    DEST_PROFILE(DESTINATION, names("--dest-profile", "destination.profile", "DEST_PROFILE"), text("NAME")),
    DEST_CREDENTIAL_PROCESS(
            DESTINATION,
            names("--dest-credential-process", "destination.credential-process", "DEST_CREDENTIAL_PROCESS"),
            command()),
    DEST_ROLE_ARN(DESTINATION, names("--dest-role-arn", "destination.role-arn", "DEST_ROLE_ARN"), text("ARN")),
    DEST_EXTERNAL_ID(
            DESTINATION, names("--dest-external-id", "destination.external-id", "DEST_EXTERNAL_ID"), text("ID")),
    DEST_SESSION_NAME(
            DESTINATION, names("--dest-session-name", "destination.session-name", "DEST_SESSION_NAME"), text("NAME")),
    DEST_STS_ENDPOINT(
            DESTINATION, names("--dest-sts-endpoint", "destination.sts-endpoint", "DEST_STS_ENDPOINT"), text("URL")),

    COMPARE(
            SELECTION,
            names("--compare", "compare", "COMPARE"),
            choice("auto", "auto", "size", "etag", "mtime", "always")),
    SKIP_COMPARE(SELECTION, names("skip-compare", "SKIP_COMPARE"), flag("false")),
    DELETE(SELECTION, names("--delete", "delete", "DEST_DELETE"), flag("false")),
    MAX_DELETE(SELECTION, names("--max-delete", "max-delete", "MAX_DELETE"), count("10000", 0, Integer.MAX_VALUE)),
    INCLUDE(SELECTION, names("--include", "include", "SRC_INCLUDE"), globs()),
    EXCLUDE(SELECTION, names("--exclude", "exclude", "SRC_EXCLUDE"), globs()),
    INCLUDE_REGEX(SELECTION, names("--include-regex", "include-regex", "SRC_INCLUDE_REGEX"), regexes()),
    EXCLUDE_REGEX(SELECTION, names("--exclude-regex", "exclude-regex", "SRC_EXCLUDE_REGEX"), regexes()),
    FILTER_FROM(SELECTION, names("--filter-from", "filter-from", "SRC_FILTER_FROM"), text("FILE|URL")),
    MIN_SIZE(SELECTION, names("--min-size", "min-size", "SRC_MIN_SIZE"), size("", 0, 50_000L << 30)),
    MAX_SIZE(SELECTION, names("--max-size", "max-size", "SRC_MAX_SIZE"), size("", 0, 50_000L << 30)),
    NEWER_THAN(SELECTION, names("--newer-than", "newer-than", "SRC_NEWER_THAN"), time()),
    OLDER_THAN(SELECTION, names("--older-than", "older-than", "SRC_OLDER_THAN"), time()),
    SOURCE_STORAGE_CLASS(
            SELECTION,
            names("--source-storage-class", "source.storage-class", "SRC_STORAGE_CLASS"),
            new Value("", new OptionKind.Names("CLASS"))),
    PREFIX(SELECTION, names("--prefix", "prefix", "SRC_PREFIXES"), new Value("", new OptionKind.Prefixes())),
    PREFIX_LIST(SELECTION, names("--prefix-list", "prefix-list", "SRC_PREFIX_LIST"), text("FILE|URL")),
    PREFIX_LIST_BUCKET(SELECTION, names("prefix-list-bucket", "SRC_PREFIX_LIST_BUCKET"), text("NAME")),
    KEYS_FROM(SELECTION, names("--keys-from", "keys-from", "SRC_KEYS_FROM"), text("FILE|URL|-")),
    KEYS_NULL(SELECTION, names("--keys-null", "keys-null", "SRC_KEYS_NULL"), flag("false")),
    INVENTORY(SELECTION, names("--inventory", "inventory", "SRC_INVENTORY"), text("FILE|URL")),
    VERSIONS(SELECTION, names("--versions", "versions", "VERSIONS"), choice("current", "current", "all")),
    METADATA(SELECTION, names("--metadata", "metadata", "INCLUDE_METADATA"), flag("true")),
    TAGS(SELECTION, names("--tags", "tags", "INCLUDE_TAGS"), flag("false")),

    IMMUTABLE(PROTECTION, names("--immutable", "immutable", "IMMUTABLE"), flag("false")),
    BACKUP_PREFIX(PROTECTION, names("--backup-prefix", "backup-prefix", "BACKUP_PREFIX"), text("PREFIX|URL")),
    MAX_OBJECTS(PROTECTION, names("--max-objects", "max-objects", "MAX_OBJECTS"), count("0", 0, Integer.MAX_VALUE)),
    MAX_BYTES(PROTECTION, names("--max-bytes", "max-bytes", "MAX_BYTES"), size("0", 0, 1L << 60)),
    MAX_DURATION(
            PROTECTION,
            names("--max-duration", "max-duration", "MAX_DURATION"),
            new Value("0", new OptionKind.Period())),
    STOP_AFTER(PROTECTION, names("--stop-after", "stop-after", "STOP_AFTER"), count("10", 0, 1_000_000)),

    LISTERS(SPEED, names("--listers", "listers", "FINDER_NUMBER"), count("4", 1, 64)),
    SLOTS(SPEED, names("--slots", "slots", "WORKER_NUMBER"), autoCount(Slots.MOST)),
    PART_SLOTS(SPEED, names("--part-slots", "part-slots", "PART_SLOTS"), autoCount(Slots.MOST_PARTS)),
    PART_SIZE(SPEED, names("--part-size", "part-size", "PART_SIZE"), size("16MiB", 5L << 20, 5L << 30)),
    MULTIPART_THRESHOLD(
            SPEED,
            names("--multipart-threshold", "multipart-threshold", "MULTIPART_THRESHOLD"),
            size("16MiB", 5L << 20, 5L << 30)),
    GIANT_THRESHOLD(
            SPEED,
            names("--giant-threshold", "giant-threshold", "GIANT_THRESHOLD"),
            size("1GiB", 5L << 20, 50_000L << 30)),
    BANDWIDTH(SPEED, names("--bandwidth", "bandwidth", "BANDWIDTH"), new Value("0", new OptionKind.Timetable())),
    SOURCE_REQUEST_RATE(
            SPEED, names("--source-request-rate", "source.request-rate", "SRC_REQUEST_RATE"), count("0", 0, 100_000)),
    DEST_REQUEST_RATE(
            SPEED,
            names("--dest-request-rate", "destination.request-rate", "DEST_REQUEST_RATE"),
            count("0", 0, 100_000)),
    MIN_RATE(SPEED, names("--min-rate", "min-rate", "MIN_RATE"), rate("1KiB")),
    ATTEMPTS(SPEED, names("--attempts", "attempts", "ATTEMPTS"), count("5", 1, 100)),
    CHECKSUM(
            SPEED,
            names("--checksum", "checksum", "CHECKSUM"),
            choice("auto", "auto", "keep", "crc32c", "md5", "none")),
    VERIFY(SPEED, names("--source-checksum", "verify", "VERIFY"), choice("auto", "auto", "full", "none")),

    SERVER_SIDE_COPY(
            SPEED,
            names("--server-side-copy", "server-side-copy", "SERVER_SIDE_COPY"),
            choice("auto", "auto", "always", "never")),

    QUEUE(FLEET, names("--queue", "queue.name", "JOB_QUEUE_NAME"), text("NAME|URL")),
    TABLE(FLEET, names("--table", "table", "JOB_TABLE_NAME"), text("NAME")),
    PARTS_TABLE(FLEET, names("--parts-table", "parts-table", "SINGLE_PART_TABLE_NAME"), text("NAME")),
    STATE_MACHINE(FLEET, names("--state-machine", "state-machine", "SFN_ARN"), text("ARN")),
    SCHEDULE(FLEET, names("--schedule", "schedule", "SCHEDULE"), text("CRON")),
    WHEN_BUSY(FLEET, names("--when-busy", "when-busy", "WHEN_BUSY"), choice("compare", "compare", "skip", "wait")),
    VISIBILITY_TIMEOUT(
            FLEET, names("--visibility-timeout", "visibility-timeout", "VISIBILITY_TIMEOUT"), count("120", 10, 43_200)),
    STOP_TIMEOUT(FLEET, names("--stop-timeout", "stop-timeout", "STOP_TIMEOUT"), count("25", 1, 3600)),
    INSTANCE_METADATA(FLEET, names("--instance-metadata", "instance-metadata", "INSTANCE_METADATA"), flag("false")),
    MAIL_TOPIC(FLEET, names("--mail-topic", "mail-topic", "MAIL_TOPIC_ARN"), text("ARN")),

    DRY_RUN(RUN, names("--dry-run", "dry-run", "DRY_RUN"), flag("false")),
    COUNT_FIRST(RUN, names("--count-first", "count-first", "COUNT_FIRST"), flag("false")),
    REPORT(RUN, names("--report", "report", "REPORT_FILE"), text("FILE|URL")),
    RECORDS(RUN, names("--records", "records", "RECORDS_FILE"), path("FILE")),
    ROUTES(RUN, names("--routes", "routes", "ROUTES_DIR"), path("DIR")),
    CA_BUNDLE(RUN, names("--ca-bundle", "ca-bundle", "AWS_CA_BUNDLE"), path("FILE")),
    CONSOLE(
            RUN,
            names("--console", "console", "CONSOLE"),
            new Value(
                    "off",
                    new OptionKind.Choice(List.of("off", "read", "operate"), Map.of("TRUE", "read", "FALSE", "off")))),
    CONSOLE_PORT(RUN, names("--console-port", "console-port", "CONSOLE_PORT"), count("8778", 0, 65_535)),
    CONSOLE_PASSWORD_FILE(
            RUN, names("--console-password-file", "console-password-file", "CONSOLE_PASSWORD_FILE"), path("FILE")),
    METRICS_NAMESPACE(RUN, names("--metrics-namespace", "metrics-namespace", "METRICS_NAMESPACE"), text("NAME"));

    private static final ResourceBundle HELP = ResourceBundle.getBundle("dev.caravan.job.options", Locale.ROOT);

    private final OptionGroup group;
    private final Names names;

    private final Value value;

    JobOption(OptionGroup group, Names names, Value value) {
        this.group = group;
        this.names = names;
        this.value = value;
    }

    /** An option's names on the command line, in properties and in the environment. */
    private record Names(String commandLine, String property, String environment) {}

    private static Names names(String commandLine, String property, String environment) {
        return new Names(commandLine, "caravan." + property, environment);
    }

    /** Returns the names of an option that isn't on the command line. */
    private static Names names(String property, String environment) {
        return names("", property, environment);
    }

    /** An option's kind of value and its default. */
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

    private static Value command() {
        return new Value("", new OptionKind.Command());
    }

    private static Value globs() {
        return new Value("", new OptionKind.Globs());
    }

    private static Value regexes() {
        return new Value("", new OptionKind.Regexes());
    }

    private static Value time() {
        return new Value("", new OptionKind.Time());
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

    private static Value autoCount(int most) {
        return new Value(OptionKind.AutoCount.AUTO, new OptionKind.AutoCount(1, most));
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

    /** Returns the name, for example {@code --slots}; empty if it is not on the command line. */
    public String commandLineName() {
        return names.commandLine;
    }

    public List<String> aliases() {
        return switch (this) {
            case DEST_STORAGE_CLASS -> List.of("--storage-class");
            case DEST_ACL -> List.of("--acl");
            default -> List.of();
        };
    }

    public boolean onCommandLine() {
        return !names.commandLine.isEmpty();
    }

    /** Returns an earlier command-line name that is still accepted; empty for none. */
    public String formerName() {
        return this == VERIFY ? "--verify" : "";
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
        return value.byDefault;
    }

    public OptionKind kind() {
        return value.kind;
    }

    public String help() {
        return HELP.getString(name());
    }

    /** Returns whether its value must never be shown. */
    public boolean secret() {
        return kind() instanceof OptionKind.Text text && text.label().equals("SECRET");
    }
}

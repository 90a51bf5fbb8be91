package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobReaderTest {

    private static final Map<JobOption, List<String>> NO_ARGUMENTS = Map.of();

    @Test
    void makesAJobOfTwoUrlsAndDefaults() throws Exception {
        Job job = read("s3://from/logs", "s3://to/copy", NO_ARGUMENTS, Map.of());
        assertThat(job.source())
                .isEqualTo(new Side(
                        StoreType.S3, "from", "logs/", "", "", false, Identity.OF_PROCESS, false, Reach.USUAL));
        assertThat(job.destination())
                .isEqualTo(
                        new Side(StoreType.S3, "to", "copy/", "", "", false, Identity.OF_PROCESS, false, Reach.USUAL));
        assertThat(job.write()).isEqualTo(new WriteOptions("", "", "", "", ChecksumMode.AUTO, true, false));
        assertThat(job.compare()).isEqualTo(CompareMode.AUTO);
        assertThat(List.of(
                        job.listers(), job.slots().first(), job.partSlots().first(), job.attempts(), job.maxDelete()))
                .containsExactly(4, 64, 8, 5, 10_000);
        assertThat(List.of(
                        job.partSize(),
                        job.multipartThreshold(),
                        job.bandwidth().lowest()))
                .containsExactly(16L << 20, 64L << 20, 0L);
        assertThat(job.report()).isEmpty();
        assertThat(job.routes()).isNull();
        assertThat(job.delete() || job.dryRun()).isFalse();
    }

    @Test
    void protectsTheDestinationAsTheEnvironmentSays() throws Exception {
        Job job = read(
                "s3://from",
                "s3://to/copies",
                NO_ARGUMENTS,
                Map.of(
                        "BACKUP_PREFIX", "copies/old",
                        "MAX_OBJECTS", "7",
                        "MAX_BYTES", "1GiB",
                        "MAX_DURATION", "8h",
                        "STOP_AFTER", "3",
                        "SRC_REQUEST_RATE", "100",
                        "DEST_REQUEST_RATE", "50",
                        "BANDWIDTH", "08:00,10MiB 19:00,off"));
        assertThat(job.protection())
                .isEqualTo(new Protection(false, "copies/old/", new RunLimits(7, 1 << 30, Duration.ofHours(8)), 3));
        assertThat(job.requestRates()).isEqualTo(new RequestRates(100, 50));
        assertThat(job.bandwidth().lowest()).isEqualTo(10 << 20);
        assertThat(read("s3://from", "s3://to", NO_ARGUMENTS, Map.of("IMMUTABLE", "true"))
                        .protection()
                        .immutable())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "IMMUTABLE; perhaps; perhaps is neither true nor false",
                "BACKUP_PREFIX; s3://else/old; s3://else/old is not in the bucket of the destination, to",
                "BACKUP_PREFIX; copies; copies holds the destination's own objects",
                "MAX_OBJECTS; -1; -1 is not at least 0",
                "MAX_BYTES; 2147483648GiB; 2147483648GiB is not at most 1048576TiB",
                "MAX_DURATION; 1w; 1w is not a time such as",
                "STOP_AFTER; x; x is not a whole number",
                "SRC_REQUEST_RATE; 100001; 100001 is not at most 100000",
                "BANDWIDTH; 8 o'clock,1; 8 is not a time and a rate such as"
            })
    void refusesWhatProtectsNothing(String name, String value, String message) {
        assertThatThrownBy(() -> read("s3://from", "s3://to/copies", NO_ARGUMENTS, Map.of(name, value)))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining(name + ": " + message);
    }

    @Test
    void refusesBackupsAmongTheObjectsOfTheSource() {
        assertThatThrownBy(
                        () -> read("s3://one/from", "s3://one/to", NO_ARGUMENTS, Map.of("BACKUP_PREFIX", "from/old")))
                .hasMessageContaining("overlap: backups would be copied too");
    }

    @Test
    void takesTheNamesOfTheDataTransferHub() throws Exception {
        Map<String, String> environment = Map.ofEntries(
                Map.entry("SOURCE_TYPE", "Amazon_S3"),
                Map.entry("SRC_BUCKET", "from"),
                Map.entry("SRC_PREFIX", "logs/2026"),
                Map.entry("SRC_REGION", "cn-north-1"),
                Map.entry("SRC_ENDPOINT", "minio:9000"),
                Map.entry("SRC_PREFIX_LIST", "lists/a.txt"),
                Map.entry("SRC_PREFIX_LIST_BUCKET", "lists"),
                Map.entry("SKIP_COMPARE", "true"),
                Map.entry("PAYER_REQUEST", "true"),
                Map.entry("DEST_BUCKET", "to"),
                Map.entry("DEST_PREFIX", "copy"),
                Map.entry("DEST_REGION", "us-west-2"),
                Map.entry("DEST_STORAGE_CLASS", "STANDARD_IA"),
                Map.entry("DEST_ACL", "bucket-owner-full-control"),
                Map.entry("DEST_SSE_TYPE", "AWS_KMS"),
                Map.entry("DEST_SSE_KMS_KEY_ID", "alias/mine"),
                Map.entry("INCLUDE_METADATA", "false"),
                Map.entry("FINDER_NUMBER", "3"),
                Map.entry("WORKER_NUMBER", "7"));
        Job job = read(null, null, NO_ARGUMENTS, environment);
        assertThat(job.source())
                .isEqualTo(new Side(
                        StoreType.S3,
                        "from",
                        "logs/2026",
                        "https://minio:9000",
                        "cn-north-1",
                        true,
                        Identity.OF_PROCESS,
                        true,
                        Reach.USUAL));
        assertThat(job.destination())
                .isEqualTo(new Side(
                        StoreType.S3, "to", "copy/", "", "us-west-2", false, Identity.OF_PROCESS, false, Reach.USUAL));
        assertThat(job.write())
                .isEqualTo(new WriteOptions(
                        "STANDARD_IA",
                        "bucket-owner-full-control",
                        "aws:kms",
                        "alias/mine",
                        ChecksumMode.AUTO,
                        false,
                        false));
        assertThat(job.compare()).isEqualTo(CompareMode.ALWAYS);
        assertThat(job.choice().prefixList()).isEqualTo("s3://lists/lists/a.txt");
        assertThat(job.listers()).isEqualTo(3);
        assertThat(job.slots()).isEqualTo(new Slots(7, 7));
    }

    @Test
    void obeysTheCommandLineThenSystemPropertiesThenTheEnvironmentThenTheFile() throws Exception {
        Map<JobOption, List<String>> arguments = Map.of(JobOption.SLOTS, List.of("1"));
        Map<String, String> system = Map.of("caravan.slots", "2", "caravan.listers", "2");
        Map<String, String> environment =
                Map.of("WORKER_NUMBER", "3", "FINDER_NUMBER", "3", "ATTEMPTS", "3", "PART_SLOTS", " ");
        Map<String, String> file = Map.of(
                "caravan.slots", "4", "caravan.listers", "4", "caravan.attempts", "4", "caravan.part-slots", "4");
        Job job = JobReader.read("s3://a", "s3://b", new Settings(arguments, system, environment, file));
        assertThat(List.of(
                        job.slots().most(),
                        job.listers(),
                        job.attempts(),
                        job.partSlots().most()))
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void prefersTheUrlOfTheCommandLineToBucketAndPrefixElsewhere() throws Exception {
        Job job = read(
                "s3://a",
                "s3://b",
                NO_ARGUMENTS,
                Map.of(
                        "SRC_BUCKET",
                        "x",
                        "SRC_PREFIX",
                        "y",
                        "SOURCE_TYPE",
                        "Aliyun_OSS",
                        "DEST_BUCKET",
                        "x",
                        "DEST_PREFIX",
                        "z"));
        assertThat(job.source().url()).isEqualTo("s3://a");
        assertThat(job.destination().url()).isEqualTo("s3://b");
    }

    @Test
    void anExplicitComparisonGoesBeforeSkipCompare() throws Exception {
        Map<JobOption, List<String>> arguments = Map.of(JobOption.COMPARE, List.of("SIZE"));
        assertThat(read("s3://a", "s3://b", arguments, Map.of("SKIP_COMPARE", "true"))
                        .compare())
                .isEqualTo(CompareMode.SIZE);
    }

    @Test
    void takesEveryPatternOfTheCommandLineWholeAndSplitsThoseOfTheEnvironment() throws Exception {
        Job job = read(
                "s3://a",
                "s3://b",
                Map.of(JobOption.INCLUDE, List.of("a,b", "c\\\\")),
                Map.of("SRC_EXCLUDE", "x/*, *\\,v ,,y\\\\"));
        assertThat(job.choice().include()).containsExactly("a,b", "c\\\\");
        assertThat(job.choice().exclude()).containsExactly("x/*", "*\\,v", "y\\\\");
    }

    @Test
    void refusesAPatternWithALoneBackslash() {
        Map<JobOption, List<String>> arguments = Map.of(JobOption.INCLUDE, List.of("fine", "x\\"));
        assertThat(failure("s3://a", "s3://b", arguments, Map.of("SRC_EXCLUDE", "y\\"))
                        .problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "--include: x\\ ends with a lone backslash: write two for one that is meant",
                        "SRC_EXCLUDE: y\\ ends with a lone backslash: write two for one that is meant");
    }

    @Test
    void takesCredentialsForEachSideAndNeverShowsTheSecret() throws Exception {
        Map<String, String> environment = Map.of(
                "SOURCE_ACCESS_KEY_ID", "AKIA1",
                "SOURCE_SECRET_ACCESS_KEY", "hidden1\n",
                "SOURCE_SESSION_TOKEN", "hidden2",
                "DEST_ACCESS_KEY_ID", "AKIA2",
                "DEST_SECRET_ACCESS_KEY", "hidden3");
        Settings settings = new Settings(NO_ARGUMENTS, Map.of(), environment, Map.of());
        Job job = JobReader.read("s3://a", "s3://b", settings);
        assertThat(job.source().credentials()).isEqualTo(new Credentials("AKIA1", "hidden1", "hidden2"));
        assertThat(job.destination().credentials()).isEqualTo(new Credentials("AKIA2", "hidden3", ""));
        assertThat(job.toString() + settings + settings.get(JobOption.SOURCE_SECRET_ACCESS_KEY))
                .contains("AKIA1")
                .doesNotContain("hidden");
    }

    @Test
    void readsAnonymouslyWhateverCredentialsThereAre() throws Exception {
        Job job = read(
                "s3://a",
                "s3://b",
                Map.of(JobOption.SOURCE_ANONYMOUS, List.of("true")),
                Map.of("SOURCE_ACCESS_KEY_ID", "AKIA1", "SOURCE_SECRET_ACCESS_KEY", "s"));
        assertThat(job.source().anonymous()).isTrue();
        assertThat(job.source().credentials()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "SOURCE_ACCESS_KEY_ID, SOURCE_SECRET_ACCESS_KEY",
        "SOURCE_SECRET_ACCESS_KEY, SOURCE_ACCESS_KEY_ID",
        "DEST_SESSION_TOKEN, DEST_ACCESS_KEY_ID",
    })
    void namesTheMissingHalfOfAnAccessKeyAndNotTheOther(String given, String missing) {
        InvalidJobException failure = failure("s3://a", "s3://b", NO_ARGUMENTS, Map.of(given, "hidden"));
        assertThat(failure).hasMessage(missing + ": is missing, but " + given + " is set");
        assertThat(failure.usage()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "AWS/SQS, AWS/",
        ":a, is not a CloudWatch namespace",
        "' a', is not a CloudWatch namespace",
        "a\\b, is not a CloudWatch namespace",
        "'a\nb', is not a CloudWatch namespace",
    })
    void refusesANamespaceThatCloudWatchWould(String namespace, String why) throws Exception {
        Map<String, String> environment = Map.of("METRICS_NAMESPACE", namespace);
        assertThat(failure("s3://a", "s3://b", NO_ARGUMENTS, environment))
                .hasMessageStartingWith("METRICS_NAMESPACE: ")
                .hasMessageContaining(why);
        Map<String, String> good = Map.of("METRICS_NAMESPACE", "my stack/1.0#x:y");
        assertThat(read("s3://a", "s3://b", NO_ARGUMENTS, good).metricsNamespace())
                .isEqualTo("my stack/1.0#x:y");
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        Map<JobOption, List<String>> arguments = Map.of(
                JobOption.SLOTS, List.of("0"),
                JobOption.PART_SIZE, List.of("6GiB"),
                JobOption.COMPARE, List.of("hash"),
                JobOption.DEST_KMS_KEY, List.of("k"),
                JobOption.ROUTES, List.of("/no/such/folder"),
                JobOption.REPORT, List.of("fate.txt"));
        InvalidJobException failure =
                failure("s3:/a", null, arguments, Map.of("FINDER_NUMBER", "many", "PAYER_REQUEST", "perhaps"));
        assertThat(failure.problems())
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "SOURCE: s3:/a is not a URL such as s3://bucket/prefix",
                        "DEST: a URL such as s3://bucket/prefix is required; give it, or set DEST_BUCKET",
                        "--slots: 0 is not at least 1",
                        "--part-size: 6GiB is not at most 5GiB",
                        "--compare: hash is none of auto, size, etag, mtime, always",
                        "--dest-kms-key: is valid with --dest-sse aws:kms only",
                        "--routes: there is no folder /no/such/folder",
                        "--report: fate.txt ends neither in .csv nor in .jsonl",
                        "FINDER_NUMBER: many is not a whole number",
                        "PAYER_REQUEST: perhaps is neither true nor false");
        assertThat(failure.usage()).isTrue();
    }

    @Test
    void refusesAGiantThresholdThatNoObjectInPartsReaches() throws Exception {
        InvalidJobException failure = failure(
                "s3://a", "s3://b", NO_ARGUMENTS, Map.of("GIANT_THRESHOLD", "10MiB", "MULTIPART_THRESHOLD", "16MiB"));
        assertThat(failure.usage()).isFalse();
        assertThat(failure).hasMessageStartingWith("GIANT_THRESHOLD: is less than MULTIPART_THRESHOLD");
        assertThat(read("s3://a", "s3://b", NO_ARGUMENTS, Map.of("GIANT_THRESHOLD", "10MiB"))
                        .multipartThreshold())
                .isEqualTo(10L << 20);
        Map<String, String> fleet =
                Map.of("MULTIPART_THRESHOLD", "2GiB", "SINGLE_PART_TABLE_NAME", "parts", "SFN_ARN", "arn");
        assertThat(failure("s3://a", "s3://b", NO_ARGUMENTS, fleet))
                .hasMessageContaining("is less than MULTIPART_THRESHOLD");
        assertThat(read("s3://a", "s3://b", NO_ARGUMENTS, Map.of("MULTIPART_THRESHOLD", "2GiB"))
                        .giantThreshold())
                .isEqualTo(1L << 30);
    }

    @Test
    void refusesPropertiesThatNobodyReads() {
        Settings settings = new Settings(NO_ARGUMENTS, Map.of(), Map.of(), Map.of("caravan.slot", "3", "camel.x", "y"));
        InvalidJobException failure =
                catchThrowableOfType(InvalidJobException.class, () -> JobReader.read("s3://a", "s3://b", settings));
        assertThat(failure)
                .hasMessage("caravan.slot in application.properties: there is no such property; see docs/options.md");
        assertThat(failure.usage()).isFalse();
    }

    @Test
    void credentialsComeFromASecretOrFromTheEnvironmentButNotFromBoth() throws InvalidJobException {
        Map<String, String> both =
                Map.of("SRC_CREDENTIALS", "name", "SOURCE_ACCESS_KEY_ID", "id", "SOURCE_SECRET_ACCESS_KEY", "key");
        assertThat(failure("s3://a", "s3://b", NO_ARGUMENTS, both))
                .hasMessageStartingWith("SRC_CREDENTIALS: ")
                .hasMessageContaining("SOURCE_ACCESS_KEY_ID");
        Job job = read("s3://a", "s3://b", NO_ARGUMENTS, Map.of("DEST_CREDENTIALS", "name"));
        assertThat(job.source().identity()).isEqualTo(Identity.OF_PROCESS);
        assertThat(job.destination().identity().base()).isEqualTo(new Identity.Secret("name"));
        assertThat(read(
                                "s3://a",
                                "s3://b",
                                NO_ARGUMENTS,
                                Map.of("DEST_CREDENTIALS", "name", "DEST_IN_CURRENT_ACCOUNT", "true"))
                        .destination()
                        .identity())
                .isEqualTo(Identity.OF_PROCESS);
    }

    @Test
    void copiesBetweenBucketsOfOneNameAtTwoServices() throws Exception {
        assertThat(read("s3://a", "s3://a", NO_ARGUMENTS, Map.of("SRC_ENDPOINT", "http://minio:9000")))
                .isNotNull();
    }

    @Test
    void keepsTheRecordsOfAPairOfSidesInOneFile() throws Exception {
        Path records = read("s3://a/x", "s3://b", NO_ARGUMENTS, Map.of()).records();
        assertThat(records).hasParentRaw(Path.of(".caravan"));
        assertThat(records.getFileName().toString()).matches("a-to-b-[0-9a-f]{8}");
        assertThat(read("s3://a/x", "s3://b/", Map.of(JobOption.SLOTS, List.of("2")), Map.of())
                        .records())
                .isEqualTo(records);
        assertThat(read("s3://a/y", "s3://b", NO_ARGUMENTS, Map.of()).records()).isNotEqualTo(records);
    }

    @Test
    void keepsNoRecordsIfTheFileIsCalledNone() throws Exception {
        assertThat(read("s3://a", "s3://b", NO_ARGUMENTS, Map.of("RECORDS_FILE", "none"))
                        .records())
                .isNull();
        assertThat(read("s3://a", "s3://b", Map.of(JobOption.RECORDS, List.of("./none")), Map.of())
                        .records())
                .isNotNull();
        assertThatThrownBy(() -> UploadsJob.read(
                        null, new Settings(Map.of(), Map.of(), Map.of("RECORDS_FILE", "none"), Map.of()), false))
                .hasMessageContaining("a sync without records has left no list of its uploads");
    }

    @Test
    void takesTheRegionOfAnAccessPointFromItsArn() throws Exception {
        String arn = "arn:aws:s3:eu-west-1:123456789012:accesspoint/mine";
        Job job = read("s3://" + arn + "/x", "s3://b", NO_ARGUMENTS, Map.of());
        assertThat(job.source().region()).isEqualTo("eu-west-1");
        assertThat(job.records().toString()).contains("mine-to-b");
    }

    @Test
    void wantsAPrefixListThatCanBeRead(@TempDir Path folder) throws Exception {
        Path list = Files.writeString(folder.resolve("list"), "a/\n");
        assertThat(read(
                                "s3://a",
                                "s3://b",
                                Map.of(JobOption.PREFIX_LIST, List.of(list.toString())),
                                Map.of("SRC_PREFIX_LIST_BUCKET", "elsewhere"))
                        .choice()
                        .prefixList())
                .isEqualTo(list.toString());
        List<String> wrong = new ArrayList<>();
        for (String value : List.of(folder.toString(), folder + "/none", "s3://b", "s3://b/")) {
            Map<JobOption, List<String>> arguments = Map.of(JobOption.PREFIX_LIST, List.of(value));
            wrong.add(failure("s3://a", "s3://b", arguments, Map.of()).getMessage());
        }
        assertThat(wrong)
                .allMatch(message -> message.startsWith("--prefix-list: "))
                .hasSize(4);
    }

    @Test
    void prefixesAreSaidAsPatternsAreAndTakenByteForByte() throws Exception {
        Map<JobOption, List<String>> arguments = Map.of(JobOption.PREFIX, List.of("2026-1", "a,b"));
        assertThat(read("s3://a/logs", "s3://b", arguments, Map.of()).choice().prefixes())
                .containsExactly("logs/2026-1", "logs/a,b");
        Map<String, String> environment =
                Map.of("SRC_BUCKET", "a", "SRC_PREFIX", "logs/2026", "SRC_PREFIXES", "2026-1,2026\\,\\\\");
        assertThat(read(null, "s3://b", NO_ARGUMENTS, environment).choice().prefixes())
                .containsExactly("logs/2026-1", "logs/2026,\\");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MIN_SIZE | x | --min-size: x is not a size such as 16MiB, 1GiB or 1048576",
                "MAX_SIZE | -1 | --max-size: -1 is not a size such as 16MiB, 1GiB or 1048576",
                "MIN_SIZE | 2GiB | --min-size: is more than --max-size: no object has such a size",
                "NEWER_THAN | 7w | --newer-than: 7w is not an age such as 7d, 12h or 30m",
                "OLDER_THAN | 2026-99-01 | --older-than: 2026-99-01 is neither an age such as 7d, 12h or 30m nor a date such as"
                        + " 2026-11-01 or 2026-11-01T08:00:00Z",
                "NEWER_THAN | 1h | --newer-than: is not before --older-than: no object was modified after the one and before"
                        + " the other",
                "SOURCE_STORAGE_CLASS | GLACIER IR | --source-storage-class: GLACIER IR is not a storage class",
                "PREFIX | '' | --prefix: is empty: leave it out to copy everything",
                "PREFIX_LIST | s3://lists/a | --prefix: is set, and so is --prefix-list; set only one of the two",
            })
    void aChoiceThatMakesNoSenseIsRefused(JobOption option, String value, String problem) {
        Map<JobOption, List<String>> arguments = new EnumMap<>(Map.of(
                JobOption.MAX_SIZE, List.of("1GiB"),
                JobOption.OLDER_THAN, List.of("2h"),
                JobOption.PREFIX, List.of("p")));
        arguments.put(option, List.of(value));
        assertThat(failure("s3://a", "s3://b", arguments, Map.of()).problems())
                .extracting(Problem::toString)
                .containsExactly(problem);
    }

    @Test
    void aListOfKeysStandsAloneAndIsNoReasonToDelete(@TempDir Path folder) throws Exception {
        String list = Files.writeString(folder.resolve("list"), "a").toString();
        Map<JobOption, List<String>> arguments = Map.of(
                JobOption.KEYS_FROM, List.of(list),
                JobOption.PREFIX, List.of("a"),
                JobOption.INVENTORY, List.of(list),
                JobOption.DELETE, List.of("true"));
        assertThat(failure("s3://a", "s3://b", arguments, Map.of()).problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "--keys-from: is set, and so is --prefix; set only one of the two",
                        "--keys-from: is set, and so is --inventory; set only one of the two",
                        "--keys-from: can't be used with --delete: a list of keys doesn't tell what the source no"
                                + " longer has");
        assertThat(failure("s3://a", "s3://b", Map.of(JobOption.KEYS_FROM, List.of(list + "x")), Map.of())
                        .getMessage())
                .startsWith("--keys-from: there is no readable file ");
        assertThat(failure(
                                "s3://a",
                                "s3://b",
                                Map.of(JobOption.KEYS_FROM, List.of("-"), JobOption.COUNT_FIRST, List.of("true")),
                                Map.of())
                        .getMessage())
                .startsWith("--keys-from: - can be read once only");
        assertThat(failure("s3://a", "s3://b", Map.of(JobOption.KEYS_NULL, List.of("true")), Map.of())
                        .getMessage())
                .isEqualTo("--keys-null: is valid with --keys-from only");
    }

    private static Job read(
            String source, String destination, Map<JobOption, List<String>> arguments, Map<String, String> environment)
            throws InvalidJobException {
        return JobReader.read(source, destination, new Settings(arguments, Map.of(), environment, Map.of()));
    }

    private static InvalidJobException failure(
            String source,
            String destination,
            Map<JobOption, List<String>> arguments,
            Map<String, String> environment) {
        return catchThrowableOfType(InvalidJobException.class, () -> read(source, destination, arguments, environment));
    }
}

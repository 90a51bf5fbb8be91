package dev.caravan.it;

import static dev.caravan.it.TwoStores.MIB;
import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.Operation.COPY;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.GET_ACL;
import static dev.caravan.local.Operation.GET_RETENTION;
import static dev.caravan.local.Operation.GET_TAGGING;
import static dev.caravan.local.Operation.HEAD;
import static dev.caravan.local.Operation.PUT;

import dev.caravan.command.run.ExitCode;
import dev.caravan.it.TwoStores.Result;
import dev.caravan.local.Attributes;
import dev.caravan.local.Checksum;
import dev.caravan.local.ChecksumAlgorithm;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Faults;
import dev.caravan.local.LogLines;
import dev.caravan.local.MemoryStore;
import dev.caravan.local.Operation;
import dev.caravan.local.Quirk;
import dev.caravan.local.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the properties that copies keep in addition to bytes, metadata and tags. */
class FidelityIT {

    private static final String[] IN_PARTS = {"--multipart-threshold", "5MiB", "--part-size", "5MiB"};
    private static final String MODE = "x-amz-object-lock-mode";
    private static final String UNTIL = "x-amz-object-lock-retain-until-date";
    private static final String HOLD = "x-amz-object-lock-legal-hold";
    private static final String ALL = "x-amz-grant-full-control";
    private static final String READ = "x-amz-grant-read";
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER_KEY = "ABCDEF0123456789ABCDEF0123456789".getBytes(StandardCharsets.US_ASCII);

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    private Attributes arrived(String key) {
        return stores.to.get(key).orElseThrow().attributes();
    }

    private Result sync(String... options) {
        String[] all = new String[options.length + IN_PARTS.length];
        System.arraycopy(options, 0, all, 0, options.length);
        System.arraycopy(IN_PARTS, 0, all, options.length, IN_PARTS.length);
        return stores.sync(all);
    }

    private void put(String key, Attributes attributes) {
        stores.from.put(key, Content.of(key), attributes);
        stores.from.put(key + " large", Content.synthetic(1, 6L * MIB), attributes);
    }

    private void assertBoth(String key, Attributes expected) {
        for (String name : new String[] {key, key + " large"}) {
            assertThat(arrived(name).storageClass()).as(name).isEqualTo(expected.storageClass());
            assertThat(arrived(name).own()).as(name).isEqualTo(expected.own());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void storageClassGrantsAndLocksComeAlong(boolean copiedByService) {
        if (copiedByService) {
            stores.oneService();
        }
        stores.to.lockable();
        String later = Instant.now()
                .plus(Duration.ofDays(9))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        String everybody = "uri=\"http://acs.amazonaws.com/groups/global/AllUsers\", id=\"77\"";
        Attributes locked = Attributes.NONE.withOwn(MODE, "COMPLIANCE").withOwn(UNTIL, later);
        put("usual", Attributes.NONE);
        put("rare", Attributes.NONE.withStorageClass("GLACIER_IR"));
        put("shared", Attributes.NONE.withOwn(READ, everybody).withOwn(ALL, "id=\"owner-of-from\", id=\"88\""));
        put("locked", locked);
        put("held", Attributes.NONE.withOwn(HOLD, "ON"));
        put("expired", Attributes.NONE.withOwn(MODE, "GOVERNANCE").withOwn(UNTIL, "2020-01-01T00:00:00Z"));

        Result run = sync("--storage-class", "keep", "--acl", "keep", "--object-lock", "keep");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertBoth("usual", Attributes.NONE);
        assertBoth("rare", Attributes.NONE.withStorageClass("GLACIER_IR"));
        assertBoth("shared", Attributes.NONE.withOwn(READ, everybody).withOwn(ALL, "id=\"owner-of-to\", id=\"88\""));
        assertBoth("locked", locked);
        assertBoth("held", Attributes.NONE.withOwn(HOLD, "ON"));
        assertBoth("expired", Attributes.NONE);
        assertThat(stores.source.requests().log(GET_ACL).stream()
                        .filter(get -> get.bucket().equals("from") && get.key() != null))
                .hasSize(12);
        assertThat(stores.destination.requests().count(PUT)).isEqualTo(copiedByService ? 0 : 6);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tagsAndLocksThatADestinationIgnoresAreSaid(boolean ignores) throws Exception {
        stores.to.lockable();
        if (ignores) {
            stores.to.quirks(Quirk.FORGETS_TRAITS_OF_UPLOADS);
        }
        String later = Instant.now()
                .plus(Duration.ofDays(9))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        Attributes all =
                Attributes.NONE.withTag("team", "a").withOwn(MODE, "GOVERNANCE").withOwn(UNTIL, later);
        stores.from.put("small", Content.synthetic(1, 7), all);
        stores.from.put("parts", Content.synthetic(2, 6L * MIB), all);

        Result run = sync("--tags", "--object-lock", "keep");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(arrived("small").own()).isEqualTo(all.own());
        assertThat(stores.record("small").error()).isNullOrEmpty();
        assertThat(arrived("parts").tags()).isEqualTo(ignores ? Map.of() : all.tags());
        String error = stores.record("parts").error();
        if (ignores) {
            assertThat(error).isEqualTo("MetadataLeftOut: x-amz-tagging, x-amz-object-lock-mode");
        } else {
            assertThat(error).isNullOrEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStorageClassThatTheDestinationRefusesIsLeftOutAndSaidOnce(boolean copiedByService) {
        if (copiedByService) {
            stores.oneService();
        }
        for (int i = 0; i < 20; i++) {
            put("a" + i, Attributes.NONE.withStorageClass("STANDARD_IA"));
        }
        for (Operation operation : new Operation[] {PUT, COPY, Operation.CREATE_UPLOAD}) {
            stores.destination
                    .faults()
                    .add(Fault.on(operation)
                            .request(request -> request.header("x-amz-storage-class") != null)
                            .then(FaultAction.answer(400, "InvalidStorageClass")));
        }
        try (LogLines log = new LogLines()) {
            Result run = sync("--dest-storage-class", "keep");
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(log.all())
                    .filteredOn(line -> line.contains("refuses the storage class STANDARD_IA"))
                    .hasSize(1);
        }
        assertThat(stores.to.objects())
                .hasSize(40)
                .allMatch(object -> object.attributes().storageClass().equals("STANDARD"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWebsiteRedirectComesAlongUnlessTheDestinationRefusesIt(boolean refused) {
        String redirect = "x-amz-website-redirect-location";
        for (int i = 0; i < 5; i++) {
            put("a" + i, Attributes.NONE.withHeader(redirect, "/new"));
        }
        if (refused) {
            stores.destination
                    .faults()
                    .add(Fault.on(PUT, Operation.CREATE_UPLOAD)
                            .request(request -> request.header(redirect) != null)
                            .then(FaultAction.answer(501, "NotImplemented")));
        }
        try (LogLines log = new LogLines()) {
            Result run = sync();
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(log.all())
                    .filteredOn(line -> line.contains("refuses x-amz-website-redirect-location"))
                    .hasSize(refused ? 1 : 0);
        }
        assertThat(stores.to.objects())
                .hasSize(10)
                .allMatch(object -> "/new".equals(object.attributes().headers().get(redirect)) != refused);
    }

    @Test
    void aBucketThatForbidsAclsIsRefusedBeforeAnythingIsCopied() {
        stores.from.put("a", "x");
        stores.to.noAcls();
        Result run = sync("--dest-acl", "keep");
        assertThat(run.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(run.err()).contains("BucketOwnerEnforced").contains("leave --dest-acl keep out");
        assertThat(stores.to.keys()).isEmpty();
    }

    @Test
    void aBucketThatCannotLockIsRefusedBeforeAnythingIsCopied() {
        stores.from.put("a", "x");
        Result run = sync("--object-lock", "keep");
        assertThat(run.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(run.err()).contains("the bucket has no Object Lock configuration");
        assertThat(stores.to.keys()).isEmpty();
    }

    @Test
    void aSourceWhoseLocksMayNotBeReadIsRefusedBecauseItsAnswersLookUnlocked() {
        stores.from.put("a", "x");
        stores.from.deny(GET_RETENTION);
        stores.to.lockable();
        Result run = sync("--object-lock", "keep");
        assertThat(run.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(run.err()).contains("GET retention of").contains("AccessDenied");
        assertThat(stores.to.keys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"current", "all"})
    void aSourceWhoseTagsMayNotBeReadIsRefusedBecauseItsAnswersLookUntagged(String versions) {
        stores.from.versioned();
        stores.to.versioned();
        stores.from.deny(GET_TAGGING);
        put("a", Attributes.NONE.withTags(Map.of("team", "blue")));
        Result run = sync("--tags", "--versions", versions);
        assertThat(run.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(run.err())
                .contains("GET tagging of s3://from/a: 403 AccessDenied")
                .contains("caravan doctor prints the permission that is missing");
        assertThat(stores.to.keys()).isEmpty();
    }

    @Test
    void withoutTheseOptionsNothingIsAskedAndNothingIsKept() {
        put(
                "a",
                Attributes.NONE
                        .withStorageClass("STANDARD_IA")
                        .withOwn(HOLD, "ON")
                        .withOwn(READ, "id=\"77\""));
        Result run = sync();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertBoth("a", Attributes.NONE);
        assertThat(stores.source.requests().log())
                .extracting(request -> request.operation())
                .containsOnly(Operation.LIST, GET, HEAD);
        assertThat(stores.source.requests().count(GET)).isEqualTo(3);
        assertThat(stores.source.requests().count(HEAD)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void customersKeysOfBothSidesGoWithEveryRequestThatNeedsThem(boolean copiedByService) throws IOException {
        if (copiedByService) {
            stores.oneService();
        }
        String md5 = "x-amz-server-side-encryption-customer-key-md5";
        put("a", Attributes.NONE.withOwn(md5, md5(KEY)));
        Path file = stores.folder.resolve("key");
        Files.write(file, KEY);
        stores.environment.put("DEST_SSE_C_KEY", Base64.getEncoder().encodeToString(OTHER_KEY));

        try (LogLines log = new LogLines()) {
            Result run = sync("--source-sse-c-key-file", file.toString());
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out() + run.err() + log.all())
                    .doesNotContain(Base64.getEncoder().encodeToString(KEY))
                    .doesNotContain(Base64.getEncoder().encodeToString(OTHER_KEY));
        }

        assertBoth("a", Attributes.NONE.withOwn(md5, md5(OTHER_KEY)));
        assertThat(stores.destination.requests().count(COPY)).isEqualTo(copiedByService ? 2 : 0);
        assertThat(stores.destination.requests().count(PUT)).isEqualTo(copiedByService ? 0 : 1);
        stores.resetCounts();
        stores.ageSource();
        Result again = sync("--source-sse-c-key-file", file.toString());
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(stores.destination.requests().count(PUT)
                        + stores.destination.requests().count(COPY)
                        + stores.destination.requests().count(Operation.UPLOAD_PART))
                .isZero();
        Files.write(file, OTHER_KEY);
        Result verified = stores.verify(
                "--checksum",
                "--source-sse-c-key-file",
                writtenKey().toString(),
                "--dest-sse-c-key-file",
                file.toString());
        assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
    }

    private Path writtenKey() throws IOException {
        stores.environment.remove("DEST_SSE_C_KEY");
        return Files.writeString(
                stores.folder.resolve("key-in-base64"), Base64.getEncoder().encodeToString(KEY) + "\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void checksumsOfTheSourceAreSentAlongAndKeptWhereTheDestinationConfirmsThem(boolean confirms) {
        if (!confirms) {
            stores.to.quirks(Quirk.CONFIRMS_NOTHING);
        }
        List<ChecksumAlgorithm> kinds = List.of(
                ChecksumAlgorithm.CRC64NVME,
                ChecksumAlgorithm.CRC32C,
                ChecksumAlgorithm.CRC32,
                ChecksumAlgorithm.SHA256,
                ChecksumAlgorithm.SHA1);
        for (ChecksumAlgorithm kind : kinds) {
            stores.from.put(stores.from.put(kind.name(), "text of " + kind).withChecksum(kind, false));
            stores.from.put(stores.from
                    .put(kind.name() + " opaque", "text of " + kind)
                    .withEtag("opaque-" + kind)
                    .withChecksum(kind, false));
        }
        stores.from.put(stores.from.put("of parts", "x").withChecksum(ChecksumAlgorithm.CRC32C, true));
        stores.from.put("none", "x");

        Result run = sync("--checksum", "keep", "--slots", "1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        for (ChecksumAlgorithm kind : kinds) {
            for (String key : List.of(kind.name(), kind.name() + " opaque")) {
                assertThat(stores.to.text(key)).isEqualTo("text of " + kind);
                Checksum expected = stores.from.get(key).orElseThrow().checksum();
                assertThat(stores.to.get(key).orElseThrow().checksum()).isEqualTo(confirms ? expected : null);
            }
        }
        assertThat(stores.source.requests().count(GET)).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anObjectInPartsKeepsTheSourcesChecksumOfTheWhole(boolean confirms) {
        if (!confirms) {
            stores.to.quirks(Quirk.CONFIRMS_NOTHING);
        }
        for (ChecksumAlgorithm kind :
                List.of(ChecksumAlgorithm.CRC64NVME, ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.CRC32)) {
            stores.from.put(stores.from
                    .put(kind.name(), Content.synthetic(1, 11 * MIB + 1))
                    .withChecksum(kind, false));
        }
        stores.from.put(stores.from
                .put("of parts", Content.synthetic(2, 11 * MIB))
                .withChecksum(ChecksumAlgorithm.SHA256, true));
        Result run = sync("--checksum", "keep", "--slots", "1");
        assertThat(run.exitCode()).as(run.err()).isZero();
        for (StoredObject object : stores.from.objects()) {
            StoredObject copy = stores.to.get(object.key()).orElseThrow();
            assertThat(copy.content().sameAs(object.content())).isTrue();
            if (!object.key().equals("of parts")) {
                assertThat(copy.checksum()).isEqualTo(confirms ? object.checksum() : null);
            }
        }
        assertThat(stores.to.openUploads()).isEmpty();
    }

    @Test
    void anObjectInPartsThatIsNotWhatTheSourceKeepsAChecksumOfFails() {
        StoredObject other = stores.from.put("other", "y").withChecksum(ChecksumAlgorithm.CRC32, false);
        StoredObject object = stores.from.put("a", Content.synthetic(1, 11 * MIB));
        stores.from.put(new StoredObject(
                "a",
                object.content(),
                object.etag(),
                object.lastModified(),
                object.attributes(),
                List.of(),
                other.checksum()));
        Result run = sync("--checksum", "keep", "--attempts", "2", "--verify", "none");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OBJECTS_FAILED);
        assertThat(stores.to.get("a")).isEmpty();
        assertThat(stores.to.openUploads()).isEmpty();
    }

    @Test
    void anObjectThatIsNotWhatTheSourceKeepsAChecksumOfFails() {
        StoredObject other = stores.from.put("other", "y").withChecksum(ChecksumAlgorithm.CRC32C, false);
        StoredObject object = stores.from.put("a", "x");
        stores.from.put(new StoredObject(
                "a",
                object.content(),
                object.etag(),
                object.lastModified(),
                object.attributes(),
                List.of(),
                other.checksum()));
        Result run = sync("--checksum", "keep", "--attempts", "2");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OBJECTS_FAILED);
        assertThat(stores.to.get("a")).isEmpty();
    }

    @Test
    void aStoreThatIgnoresACustomersKeyIsRefused() {
        stores.from.put("a", "x");
        stores.to.quirks(Quirk.IGNORES_CUSTOMER_KEYS);
        stores.environment.put("DEST_SSE_C_KEY", Base64.getEncoder().encodeToString(KEY));
        Result run = sync();
        assertThat(run.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(run.err()).contains("doesn't confirm that it encrypts with the customer's key");
        assertThat(stores.to.keys()).isEmpty();
        assertThat(stores.to.openUploads()).isEmpty();
    }

    @Test
    void backupsHaveTheCustomersKeyOfTheirBucket() {
        Attributes encrypted = Attributes.NONE.withOwn("x-amz-server-side-encryption-customer-key-md5", md5(KEY));
        stores.to.put("a", Content.of("old"), encrypted);
        stores.from.put("a", "newer");
        stores.environment.put("DEST_SSE_C_KEY", Base64.getEncoder().encodeToString(KEY));
        Result run = sync("--backup-prefix", "old");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("newer");
        List<String> keys = stores.to.keys();
        assertThat(keys).hasSize(2);
        assertThat(stores.to.text(keys.get(1))).isEqualTo("old");
        assertThat(arrived(keys.get(1)).own()).isEqualTo(encrypted.own());
    }

    @Test
    void theCheckOfACustomersKeyLeavesNoUploadIfItsAbortFails() {
        stores.from.put("a", "x");
        stores.environment.put("DEST_SSE_C_KEY", Base64.getEncoder().encodeToString(KEY));
        Faults faults = stores.destination.faults();
        faults.add(Fault.on(Operation.ABORT).times(1).then(FaultAction.answer(503, "SlowDown")));
        faults.add(Fault.on(Operation.ABORT).skip(1).times(1).then(FaultAction.doneThenReset()));
        Result run = sync();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.destination.requests().count(Operation.CREATE_UPLOAD)).isEqualTo(1);
        assertThat(stores.to.openUploads()).isEmpty();
    }

    @Test
    void aDryRunOnlyReadsWhateverIsKept() {
        stores.to.lockable();
        put("a", Attributes.NONE);
        stores.environment.put("DEST_SSE_C_KEY", Base64.getEncoder().encodeToString(KEY));
        Result run = sync("--acl", "keep", "--object-lock", "keep", "--tags", "--dry-run");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.destination.requests().log())
                .extracting(request -> request.operation())
                .isSubsetOf(Operation.LIST, HEAD, GET, GET_ACL, Operation.GET_OWNERSHIP, Operation.GET_OBJECT_LOCK);
    }

    private static String md5(byte[] bytes) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(MemoryStore.md5(bytes)));
    }

    @Test
    void wrongValuesAreSaidBeforeAnythingIsAsked() throws IOException {
        Path shortKey = Files.write(stores.folder.resolve("short"), new byte[31]);
        Map.of(
                        "OBJECT_LOCK", "maybe",
                        "DEST_ACL", "kept",
                        "DEST_SSE_C_KEY", "dG9vIHNob3J0",
                        "SRC_SSE_C_KEY_FILE", shortKey.toString())
                .forEach((name, value) -> {
                    stores.environment.put(name, value);
                    Result run = sync();
                    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.CONFIGURATION);
                    assertThat(run.err()).contains(name).doesNotContain("dG9vIHNob3J0");
                    stores.environment.remove(name);
                });
        assertThat(stores.source.requests().log()).isEmpty();
    }
}

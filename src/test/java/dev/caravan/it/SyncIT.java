package dev.caravan.it;

import static dev.caravan.it.TwoStores.MIB;
import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.Operation.CREATE_UPLOAD;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.GET_TAGGING;
import static dev.caravan.local.Operation.HEAD;
import static dev.caravan.local.Operation.LIST;
import static dev.caravan.local.Operation.PUT;
import static dev.caravan.local.Operation.UPLOAD_PART;

import dev.caravan.command.run.ExitCode;
import dev.caravan.it.TwoStores.Result;
import dev.caravan.it.TwoStores.Row;
import dev.caravan.local.Attributes;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Quirk;
import dev.caravan.local.RequestRecord;
import dev.caravan.local.StoredObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the objects, metadata and requests of {@code sync}. */
class SyncIT {

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    @Test
    void smallObjectCostsOneGetAndOnePut() throws Exception {
        stores.from.put("a", "hello");

        Result run = stores.sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("hello");
        assertThat(stores.source.requests().count(GET)).isEqualTo(1);
        assertThat(stores.destination.requests().count(PUT)).isEqualTo(1);
        assertThat(stores.source.requests().count(HEAD)).isZero();
        assertThat(stores.destination.requests().count(HEAD)).isZero();
        Row row = stores.record("a");
        assertThat(row.status()).isEqualTo("DONE");
        assertThat(row.size()).isEqualTo(5);
        assertThat(row.etag()).isEqualTo(row.sourceEtag()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
        assertThat(row.attempts()).isEqualTo(1);
    }

    @Test
    void withoutRecordsAFailedAttemptStillContinuesItsUpload() {
        stores.from.put("large", Content.synthetic(3, 12 * MIB));
        stores.from.put("small", "hello");
        stores.destination.faults().add(Fault.on(UPLOAD_PART).times(2).then(FaultAction.answer(500, "InternalError")));

        Result run = stores.sync("--records", "none", "--multipart-threshold", "5MiB", "--part-size", "5MiB");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("records                  none");
        assertThat(run.err()).contains("--records none: nothing is recorded; a later run can't continue");
        assertThat(stores.to.keys()).containsExactlyInAnyOrder("large", "small");
        assertThat(stores.destination.requests().count(CREATE_UPLOAD)).isEqualTo(1);
        assertThat(Path.of("none.sqlite")).doesNotExist();
    }

    @Test
    void anObjectAsTheSourceIsCopiedAloneAndNothingIsDeleted() throws Exception {
        stores.from.put("dir/big.bin", "content");
        stores.from.put("dir/big.bin2", "another");
        stores.to.put("folder/big.bin/x", "stays");
        stores.to.put("folder/y", "stays");

        Result dry = stores.syncUrls("s3://from/dir/big.bin", "s3://to/folder", "--dry-run", "--list");
        assertThat(dry.out()).contains("would copy \"dir/big.bin\" 7: new", "would be copied          1 object, 7 B");
        Result run = stores.syncUrls("s3://from/dir/big.bin", "s3://to/folder", "--delete");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .isEqualToNormalizingNewlines(
                        "caravan: s3://from/dir/big.bin is one object, not a folder: only this object is compared,"
                                + " and nothing is deleted\n");
        assertThat(stores.to.text("folder/big.bin")).isEqualTo("content");
        assertThat(stores.to.keys()).containsExactlyInAnyOrder("folder/big.bin", "folder/big.bin/x", "folder/y");
        Result verified = stores.verifyUrls("s3://from/dir/big.bin", "s3://to/folder");
        assertThat(verified.exitCode()).as(verified.out()).isZero();
        assertThat(verified.out()).contains("the same                 1 object");
    }

    @Test
    void anObjectAsTheSourceIsFoundWhenTheFirstListingIsThrottled() throws Exception {
        stores.from.put("a", "content");
        stores.source.faults().add(Fault.on(LIST).times(1).then(FaultAction.answer(503, "SlowDown")));

        Result run = stores.syncUrls("s3://from/a", "s3://to");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("content");
    }

    @Test
    void oneAttemptIsEnoughWhereTheDestinationWantsAnotherForm() {
        stores.from.kmsEncrypted();
        stores.from.put("a", "hello");
        stores.from.put("large", Content.synthetic(3, 6 * MIB));
        stores.to.quirks(Quirk.LOCKED, Quirk.REFUSES_CHECKSUMS);

        Result run = stores.sync("--attempts", "1", "--multipart-threshold", "5MiB", "--part-size", "5MiB");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("hello");
        assertThat(stores.to.keys()).containsExactlyInAnyOrder("a", "large");
    }

    @Test
    void aFolderIsMeantWhereThereIsOne() {
        stores.from.put("logs", "an object of the folder's name");
        stores.from.put("logs/a", "x");

        Result run = stores.syncUrls("s3://from/logs", "s3://to");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(stores.to.keys()).containsExactly("a");
    }

    @Test
    void aFolderWithASlashIsNoObject() {
        stores.from.put("logs", "an object of the folder's name");

        Result run = stores.syncUrls("s3://from/logs/", "s3://to");

        assertThat(run.err()).contains("nothing found: s3://from/logs/ lists no object");
        assertThat(stores.to.keys()).isEmpty();
    }

    @Test
    void nothingFoundIsSaid() {
        stores.from.put("a/", "");
        stores.from.put("a/b", "x");

        assertThat(stores.syncUrls("s3://from/phtos", "s3://to")).satisfies(run -> {
            assertThat(run.exitCode()).isZero();
            assertThat(run.err())
                    .isEqualToNormalizingNewlines("caravan: nothing found: s3://from/phtos/ lists no object; check the"
                            + " bucket and the prefix\n");
        });
        assertThat(stores.sync("--exclude", "*", "--dry-run").err())
                .isEqualToNormalizingNewlines(
                        "caravan: nothing found: of 2 objects of s3://from none passes --exclude\n");
        assertThat(stores.verify("--include", "c*").err()).contains("none passes --include");
        stores.from.remove("a/b");
        assertThat(stores.syncUrls("s3://from/a", "s3://to").err()).contains("only the marker of the folder itself");
    }

    @Test
    void countsFirstWhenAsked() {
        for (int i = 0; i < 1500; i++) {
            stores.from.put("k" + i, "x");
        }
        stores.to.put("k1", "x");
        stores.ageSource();

        Result run = stores.sync("--count-first", "--delete");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("counted: 1,499 objects to copy, 1.5 KiB\n");
        assertThat(run.out()).contains("1,500 at the source", "copied                   1,499 objects");
        assertThat(stores.source.requests().count(LIST)).isEqualTo(5);
        assertThat(stores.sync("--count-first", "--dry-run").err()).doesNotContain("counted");
    }

    @Test
    void oddKeysArriveByteForByteAndNothingIsRun() throws Exception {
        List<String> keys = List.of(
                "plain",
                "with space and  two",
                " leading and trailing ",
                "plus+percent%25%2Fquestion?hash#amp&equals=",
                "quotes\"single'back`tick<angle>",
                "back\\slash",
                "new\nline\r\ttab",
                "\u00e9 NFC", // one code point
                "e\u0301 NFD", // two
                "\u4e2d\u6587/\u30ad\u30fc",
                "\ud83d\ude00 beyond the BMP",
                "\uffee before it in UTF-16 only",
                "a//b",
                "a/./b",
                "../../x",
                "..",
                ".",
                "/leading",
                "//",
                "trailing/",
                "${bean:type:java.lang.System?method=exit}",
                "${sys.user.dir}",
                "{{x}}",
                "{{caravan.source}}",
                "$simple{body}",
                "file:///etc/passwd",
                "*?[a-z]",
                "semi;colon:comma,",
                "\u00a0\u200e\u202f",
                "k".repeat(1024),
                "\u4e2d".repeat(341) + "x");
        for (String key : keys) {
            stores.from.put(key, "content of " + key);
        }

        Result run = stores.sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).isEqualTo(stores.from.keys());
        for (String key : keys) {
            assertThat(stores.to.text(key)).isEqualTo("content of " + key);
        }
        assertThat(stores.records().keySet()).containsExactlyInAnyOrderElementsOf(keys);
        stores.resetCounts();
        assertThat(stores.sync().exitCode()).isZero();
        assertThat(stores.destination.requests().count(PUT)).isZero();
    }

    @Test
    void emptyObjectsAndMarkersArrive() {
        stores.from.put("empty", "");
        stores.from.put("folder/", "");
        stores.from.put("folder/with data/", "a marker may hold bytes");

        assertThat(stores.sync().exitCode()).isZero();

        assertThat(stores.to.keys()).containsExactly("empty", "folder/", "folder/with data/");
        assertThat(stores.to.bytes("empty")).isEmpty();
        assertThat(stores.to.text("folder/with data/")).isEqualTo("a marker may hold bytes");
    }

    @Test
    void theSourcesFolderItselfHasNoNameInAWholeBucket() throws Exception {
        stores.from.put("folder/", "");
        stores.from.put("folder/a", "text");

        Result run = stores.syncUrls("s3://from/folder", "s3://to");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).containsExactly("a");
        assertThat(stores.syncUrls("s3://from/folder", "s3://to/folder").exitCode())
                .isZero();
        assertThat(stores.to.keys()).containsExactly("a", "folder/", "folder/a");

        stores.from.put("folder/", "bytes that nobody shall miss");
        run = stores.syncUrls("s3://from/folder", "s3://to");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.records().get("").error()).contains("has no name in a whole bucket");
    }

    @Test
    void theFirstListingIsRetriedLikeEveryOther() {
        stores.from.put("a", "text");
        stores.source.faults().add(Fault.on(LIST).times(1).then(FaultAction.answer(503, "SlowDown")));
        stores.destination.faults().add(Fault.on(LIST).times(1).then(FaultAction.reset()));

        Result run = stores.sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("text");
    }

    @Test
    void aKeyThatIsTooLongIsOneFailedObjectAndTheOthersArrive() throws Exception {
        String longest = "k".repeat(1024);
        stores.from.put("a", "text");
        stores.from.put(longest, "too long below a folder");
        stores.from.put("l".repeat(1025), "too long anywhere");
        stores.from.put("z", "text");
        Path report = stores.folder.resolve("report.csv");

        Result dry =
                stores.syncUrls("s3://from", "s3://to/folder/", "--dry-run", "--list", "--report", report.toString());

        assertThat(dry.exitCode()).isEqualTo(1);
        assertThat(dry.out())
                .containsPattern("would be copied +2 objects")
                .containsPattern("would fail +2")
                .doesNotContain("would copy \"k");
        assertThat(Files.readAllLines(report))
                .filteredOn(line -> line.contains(",ERROR,"))
                .hasSize(2);
        stores.resetCounts();

        Result run = stores.syncUrls("s3://from", "s3://to/folder/", "--exclude", "k*");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).containsPattern("copied +2 objects").containsPattern("failed +1");
        assertThat(stores.to.keys()).containsExactly("folder/a", "folder/z");
        assertThat(stores.source.requests().count(GET)).isEqualTo(2);
        assertThat(stores.destination.requests().count(PUT)).isEqualTo(2);
    }

    @Test
    void aStoreThatOnlyKnowsListObjectsIsListedInParallelWithoutLosingOrRepeatingKeys() throws Exception {
        for (int i = 0; i < 9_000; i++) {
            stores.from.put("k" + Integer.toHexString(Integer.reverse(i)), "x");
        }
        stores.source.faults().add(Fault.on(LIST).then(FaultAction.listObjectsOnly()));

        Result dry = stores.sync("--dry-run", "--list", "--listers", "4");

        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.out()
                        .lines()
                        .filter(line -> line.startsWith("would copy"))
                        .distinct())
                .hasSize(9_000);
        assertThat(dry.out()).containsPattern("would be copied +9,000 objects");
    }

    @Test
    void metadataArrivesButTagsOnlyWhenAsked() {
        stores.from.put("a", Content.of("text"), described());

        assertThat(stores.sync().exitCode()).isZero();

        Attributes arrived = stores.to.get("a").orElseThrow().attributes();
        assertThat(arrived.headers()).isEqualTo(described().headers());
        assertThat(arrived.metadata()).isEqualTo(described().metadata());
        assertThat(arrived.tags()).isEmpty();
        assertThat(stores.source.requests().count(GET_TAGGING)).isZero();
    }

    @Test
    void tagsArriveWhenAskedForAndCostOnlyTaggedObjects() {
        stores.from.put("tagged", Content.of("text"), described());
        stores.from.put("untagged", "text");

        // The answer about the first object shows that this store counts tags.
        assertThat(stores.sync("--tags", "--slots", "1").exitCode()).isZero();

        assertThat(stores.to.get("tagged").orElseThrow().attributes().tags())
                .isEqualTo(described().tags());
        assertThat(stores.to.get("untagged").orElseThrow().attributes().tags()).isEmpty();
        assertThat(stores.source.requests().count(GET_TAGGING))
                .as("once before the run, and for the tagged object")
                .isEqualTo(2);
    }

    @Test
    void metadataStaysBehindWhenAsked() {
        stores.from.put("a", Content.of("text"), described());

        assertThat(stores.sync("--metadata=false").exitCode()).isZero();

        Attributes arrived = stores.to.get("a").orElseThrow().attributes();
        assertThat(arrived.metadata()).isEmpty();
        assertThat(arrived.headers()).doesNotContainKeys("cache-control", "expires", "content-disposition");
        assertThat(stores.to.text("a")).isEqualTo("text");
    }

    private static Attributes described() {
        return Attributes.NONE
                .withHeader("content-type", "text/html; charset=utf-8")
                .withHeader("content-encoding", "gzip")
                .withHeader("content-language", "de, en")
                .withHeader("content-disposition", "attachment; filename=\"a b.html\"")
                .withHeader("cache-control", "max-age=3600, public")
                .withHeader("expires", "Wed, 21 Oct 2026 07:28:00 GMT")
                .withMetadata("owner", "somebody")
                .withMetadata("path", "C:\\a\\${b} {{c}}")
                .withTag("team", "a b+c")
                .withTag("${x}", "=&?");
    }

    @Test
    void prefixMovesToAnotherPrefix() throws Exception {
        stores.from.put("logs/2026/a", "a");
        stores.from.put("logs/2026//b", "b");
        stores.from.put("logs/2026", "no part of the folder");
        stores.from.put("logs/2026x/c", "nor this");
        stores.to.put("kept", "not ours");

        Result run = stores.syncUrls("s3://from/logs/2026", "s3://to/back up/+", "--delete");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).containsExactly("back up/+//b", "back up/+/a", "kept");
        assertThat(stores.records().keySet()).containsExactly("back up/+//b", "back up/+/a");
        stores.resetCounts();
        assertThat(stores.syncUrls("s3://from/logs/2026", "s3://to/back up/+").exitCode())
                .isZero();
        assertThat(stores.destination.requests().count(PUT)).isZero();
    }

    @Test
    void filtersLetThroughWhatTheySay() {
        for (String key : List.of("a.txt", "b.txt", "b.tmp", "deep/c.txt", "deep/c.tmp", "deep/secret.txt")) {
            stores.from.put(key, key);
        }

        assertThat(stores.sync("--include", "*.txt", "--exclude", "*secret*", "--exclude", "a.*")
                        .exitCode())
                .isZero();

        assertThat(stores.to.keys()).containsExactly("b.txt", "deep/c.txt");
    }

    @Test
    void limitsLetThroughWhatTheySay() {
        Instant now = Instant.now();
        for (String key : List.of("a", "large", "old", "frozen")) {
            stores.from.put(key, "x".repeat(key.length()));
        }
        stores.from.put(stores.from.get("old").orElseThrow().withLastModified(now.minus(Duration.ofDays(8))));
        stores.from.put("frozen", Content.of("frozen"), Attributes.NONE.withStorageClass("STANDARD_IA"));
        stores.to.put("extra large", "kept here");

        Result run = stores.sync(
                "--delete", "--max-size=4", "--newer-than=7d", "--source-storage-class=STANDARD,ONEZONE_IA");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).containsExactly("a", "extra large");
        assertThat(stores.verify("--max-size=4", "--newer-than=7d").exitCode()).isZero();
        assertThat(stores.sync("--older-than=7d").exitCode()).isZero();
        assertThat(stores.to.keys()).containsExactly("a", "extra large", "old");
    }

    @Test
    void severalPrefixesAreCopiedInOneRun() {
        for (String key : List.of("a/1", "a/2", "b/1", "bc", "c/1")) {
            stores.from.put(key, key);
        }
        stores.to.put("a/extra", "x");
        stores.to.put("c/extra", "x");

        Result run = stores.sync("--delete", "--prefix", "b", "--prefix", "a/", "--prefix", "a/2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).containsExactly("a/1", "a/2", "b/1", "bc", "c/extra");
        assertThat(stores.sync("--prefix", "z").err()).contains("lists no object with a prefix of --prefix");
    }

    @Test
    void theKeysOfAListAreCopiedAndWhatIsMissingFails() throws Exception {
        for (String key : List.of("a", "b", "same", "large", "other", " odd %2F+\u00fc")) {
            stores.from.put(key, key);
        }
        stores.ageSource();
        stores.to.put("same", "same");
        Path list = Files.writeString(
                stores.folder.resolve("keys"), "a\nmissing\nsame\nlarge\n odd %2F+\u00fc\n" + "k".repeat(1025));
        Path report = stores.folder.resolve("report.csv");

        Result run = stores.sync("--keys-from", list.toString(), "--exclude", "l*", "--report", report.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OBJECTS_FAILED);
        assertThat(stores.to.keys()).containsExactly(" odd %2F+\u00fc", "a", "same");
        assertThat(stores.record("missing").status()).isEqualTo("ERROR");
        assertThat(Files.readString(report))
                .contains("\"missing\",ERROR")
                .contains("\"a\",DONE")
                .contains("\"same\",SAME");
        assertThat(stores.source.requests().count(LIST))
                .as("to see that the bucket is there")
                .isEqualTo(1);
        assertThat(run.out()).contains("failed", "2 objects");
    }

    @Test
    void aLimitOfSizeAppliesToAKeyWhoseLookUpFails() throws Exception {
        stores.from.put("small", "123");
        stores.from.put("large", "12345");
        stores.source.faults().add(Fault.on(HEAD).key("large"::equals).times(1).then(FaultAction.answer(400, "")));
        Path list = Files.writeString(stores.folder.resolve("keys"), "small\nlarge\nmissing\n");

        Result run = stores.sync("--keys-from", list.toString(), "--min-size", "1", "--max-size", "4");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OBJECTS_FAILED);
        assertThat(stores.to.keys()).containsExactly("small");
        assertThat(stores.record("large").status()).isEqualTo("SKIPPED");
        assertThat(stores.record("missing").status()).isEqualTo("ERROR");
    }

    @Test
    void theKeysBeforeALineThatIsNoKeyAreCopied() throws Exception {
        byte[] lines = "a\nb\nc\n\u00ff\nd\n".getBytes(StandardCharsets.ISO_8859_1);
        for (String key : List.of("a", "b", "c", "d")) {
            stores.from.put(key, key);
        }
        stores.source.faults().add(Fault.on(HEAD).then(FaultAction.latency(Duration.ofMillis(200))));
        Path list = Files.write(stores.folder.resolve("keys"), lines);

        Result run = stores.sync("--keys-from", list.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(run.err()).contains("line 4: is not UTF-8");
        assertThat(stores.to.keys()).containsExactly("a", "b", "c");
    }

    @Test
    void anInventoryIsReadInsteadOfAListing() throws Exception {
        for (String key : List.of("a", "b \u00fc", "newer", "same")) {
            stores.from.put(key, key);
        }
        stores.ageSource();
        stores.to.put("same", "same");
        stores.to.put("newer", "newer");
        stores.to.put("extra", "deleted");
        Bucket inventories = stores.source.createBucket("inv");
        String data = "";
        for (String key : List.of("same", "deleted+since", "b+%C3%BC", "a")) {
            StoredObject object =
                    stores.from.get(key.equals("b+%C3%BC") ? "b \u00fc" : key).orElse(null);
            data += "\"from\",\"%s\",\"%d\",\"%s\",\"%s\"\n"
                    .formatted(
                            key,
                            object == null ? 1 : object.size(),
                            object == null ? "2026-11-01T00:00:00.000Z" : object.lastModified(),
                            object == null ? "" : object.etag());
        }
        inventories.put("inv/from/id/data/1.csv", data);
        inventories.put("inv/from/id/2026-11-01T01-00Z/manifest.json", "old");
        inventories.put(
                "inv/from/id/2026-11-08T01-00Z/manifest.json",
                "{\"sourceBucket\":\"from\",\"creationTimestamp\":\"1794096000000\",\"fileFormat\":\"CSV\",\"fileSchema\":"
                        + "\"Bucket, Key, Size, LastModifiedDate, ETag\",\"files\":[{\"key\":\"inv/from/id/data/1.csv\"}]}");
        inventories.put("inv/from/id/2026-11-09T01-00Z/manifest.checksum", "not complete yet");

        Result run = stores.sync("--inventory", "s3://inv/inv/from/id/", "--delete");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("inventory: 4 objects as of 2026-11-08T");
        assertThat(stores.to.keys()).containsExactly("a", "b \u00fc", "newer", "same");
        assertThat(stores.source.requests().log(LIST))
                .filteredOn(request -> request.bucket().equals("from"))
                .hasSize(1);
        assertThat(stores.verify("--inventory", "s3://inv/inv/from/id/")).satisfies(verified -> {
            assertThat(verified.out()).as(verified.err()).contains("deleted since");
            assertThat(verified.exitCode()).isEqualTo(ExitCode.OBJECTS_FAILED);
        });
        assertThat(stores.sync("--inventory", "s3://inv/inv/from/id/data/").exitCode())
                .isEqualTo(ExitCode.RUN_FAILED);
        inventories.put("inv/from/id/data/1.csv", "");
        assertThat(stores.sync("--inventory", "s3://inv/inv/from/id/").err())
                .contains("nothing found: --inventory lists no object; check its manifest and the prefix");
    }

    @Test
    void aListOfKeysMayBeOneLineOfJsonInTheSourcesStore() {
        stores.from.put("a\nb", "x");
        stores.source.createBucket("lists").put("keys.jsonl", "{\"key\":\"a\\nb\"}");

        assertThat(stores.sync("--keys-from", "s3://lists/keys.jsonl").exitCode())
                .isZero();

        assertThat(stores.to.keys()).containsExactly("a\nb");
    }

    @Test
    void aDryRunOfAListOfKeysReportsWhatIsMissing() throws Exception {
        stores.from.put("a", "x");
        Path list = Files.writeString(stores.folder.resolve("keys"), "a\0missing\0");

        Result run = stores.sync("--keys-from", list.toString(), "-0", "--dry-run", "--list");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OBJECTS_FAILED);
        assertThat(run.out()).contains("would copy \"a\" 1: new").doesNotContain("would copy \"missing\"");

        Files.writeString(list, "missing\0");
        assertThat(stores.sync("--keys-from", list.toString(), "-0", "--dry-run")
                        .err())
                .isEmpty();
    }

    @Test
    void prefixListNamesWhatIsCopied() throws Exception {
        for (String key : List.of("a/1", "a/2", "b/1", "c d/1", "c/1")) {
            stores.from.put(key, key);
        }
        Path list = Files.writeString(stores.folder.resolve("prefixes"), "a/\r\n\r\nc d/\n");

        assertThat(stores.sync("--prefix-list", list.toString()).exitCode()).isZero();

        assertThat(stores.to.keys()).containsExactly("a/1", "a/2", "c d/1");
    }

    @Test
    void prefixListMayStandInTheSourcesStore() {
        stores.from.put("a/1", "x");
        stores.from.put("b/1", "x");
        stores.source.createBucket("lists").put("list.txt", "b/\n");

        assertThat(stores.sync("--prefix-list", "s3://lists/list.txt").exitCode())
                .isZero();

        assertThat(stores.to.keys()).containsExactly("b/1");
    }

    @Test
    void aListsKeyAndAReportsKeyAreNoExpressions() {
        stores.from.put("a/1", "x");
        stores.from.put("b/1", "x");
        stores.source.createBucket("lists").put("a${body}b", "b/\n");
        Bucket reports = stores.destination.createBucket("reports");

        Result run = stores.sync(
                "--prefix-list",
                "s3://lists/a${body}b",
                "--report",
                "s3://reports/of ${date:now}/$simple{body}.csv",
                "--dest-storage-class",
                "GLACIER_IR");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).containsExactly("b/1");
        assertThat(reports.keys()).containsExactly("of ${date:now}/$simple{body}.csv");
        String report = reports.text("of ${date:now}/$simple{body}.csv");
        assertThat(report).contains("\"b/1\",DONE,1,").doesNotContain("a/1");
        assertThat(stores.destination.requests().log(PUT))
                .filteredOn(put -> put.bucket().equals("reports"))
                .allMatch(put -> put.header("x-amz-storage-class") == null)
                .hasSize(1);
    }

    @Test
    void aReportThatCantBeSentFailsTheRunAndIsKept() throws Exception {
        stores.from.put("a", "x");

        Result run = stores.sync("--report", "s3://none/report.csv");

        assertThat(run.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(stores.to.keys()).containsExactly("a");
        String last = run.err().lines().reduce((line, next) -> next).orElseThrow();
        assertThat(last).startsWith("caravan: the report can't be sent to s3://none/report.csv: PUT s3://none");
        Path kept = Path.of(last.substring(last.indexOf("; it is in ") + "; it is in ".length()));
        assertThat(Files.readString(kept)).contains("\"a\",DONE,1,");
        Files.delete(kept);
    }

    @Test
    void publicSourceIsReadWithoutCredentials() {
        stores.environment.keySet().removeIf(name -> name.startsWith("SOURCE_"));
        stores.from.publicRead().put("a", "x");
        stores.from.put("large", Content.synthetic(1, 11L * MIB));

        Result run = stores.sync("--source-anonymous", "--multipart-threshold", "5MiB", "--part-size", "5MiB");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).containsExactly("a", "large");
        assertThat(stores.source.requests().log()).allMatch(request -> request.header("authorization") == null);
    }

    @Test
    void requesterPaysIsSentWithEveryRequest() {
        stores.from.requesterPays().put("a", Content.of("x"), described());
        stores.from.put("large", Content.synthetic(1, 11L * MIB), described());
        stores.from.put("prefixes", "a\nl\n");

        Result run = stores.sync(
                "--requester-pays",
                "--tags",
                "--prefix-list",
                "s3://from/prefixes",
                "--multipart-threshold",
                "5MiB",
                "--part-size",
                "5MiB");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).containsExactly("a", "large");
        assertThat(stores.source.requests().log())
                .extracting(RequestRecord::operation)
                .contains(LIST, GET, HEAD, GET_TAGGING);
        assertThat(stores.source.requests().log(GET))
                .anyMatch(get -> get.range() != null)
                .anyMatch(get -> get.key().equals("prefixes"));
        assertThat(stores.source.requests().log())
                .allMatch(request -> "requester".equals(request.header("x-amz-request-payer")));
        assertThat(stores.destination.requests().log())
                .allMatch(request -> request.header("x-amz-request-payer") == null);
    }

    @Test
    void storageClassAclAndEncryptionArrive() {
        stores.from.put("small", "x");
        stores.from.put("large", Content.synthetic(1, 6L * MIB));

        Result run = stores.sync(
                "--dest-storage-class",
                "STANDARD_IA",
                "--dest-acl",
                "bucket-owner-full-control",
                "--dest-sse",
                "aws:kms",
                "--multipart-threshold",
                "5MiB",
                "--part-size",
                "5MiB");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.objects()).hasSize(2).allSatisfy(object -> {
            assertThat(object.attributes().storageClass()).isEqualTo("STANDARD_IA");
            assertThat(object.attributes().acl()).isEqualTo("bucket-owner-full-control");
            assertThat(object.attributes().encryption()).isEqualTo("aws:kms");
        });
    }

    @Test
    void manyListersCopyEachKeyOnce() throws Exception {
        int objects = 5_000;
        for (int i = 0; i < objects; i++) {
            stores.from.put(i % 7 + "/" + Integer.toHexString(i * 7919), "x");
        }
        int known = stores.from.size();
        for (String key : stores.from.keys().subList(1_000, 2_500)) {
            stores.to.put(key, "x");
        }

        Result run = stores.sync("--listers", "8", "--slots", "32");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).isEqualTo(stores.from.keys());
        assertThat(stores.destination.requests().count(PUT)).isEqualTo(known - 1_500);
        assertThat(stores.source.requests().count(GET)).isEqualTo(known - 1_500);
        assertThat(stores.records()).hasSize(known - 1_500).allSatisfy((key, row) -> {
            assertThat(row.status()).isEqualTo("DONE");
            assertThat(row.attempts()).isEqualTo(1);
        });
    }
}

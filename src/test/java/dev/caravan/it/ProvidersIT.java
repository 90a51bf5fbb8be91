package dev.caravan.it;

import static dev.caravan.it.ProviderToS3.MIB;
import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.it.TwoStores.Result;
import dev.caravan.local.Attributes;
import dev.caravan.local.AwsSurroundings;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalCos;
import dev.caravan.local.LocalS3;
import dev.caravan.local.LocalSecrets;
import dev.caravan.local.LocalSource;
import dev.caravan.local.Operation;
import dev.caravan.local.Requests;
import dev.caravan.local.StoredObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests whole runs from buckets of Aliyun OSS, Tencent COS and Qiniu Kodo to one of S3. */
class ProvidersIT {

    /** The number of small objects: more than fit into two pages of a listing. */
    private static final int SMALL = 2100;

    private static final List<String> ODD_KEYS = List.of(
            "a//b",
            "/leading",
            "//",
            "trailing/",
            "..",
            "a/../b",
            "./c",
            "space and + and %2F",
            "ünï/cödé/\uD83D\uDE80",
            "\uFFFD after a surrogate pair in UTF-16",
            "line\nbreak",
            "quote\"'<&>",
            "${bean:key}",
            "question?mark#hash",
            "back\\slash",
            "\u00e9",
            "e\u0301");

    @TempDir
    private Path folder;

    static Stream<String> schemes() {
        return LocalSource.SCHEMES.stream();
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void aBucketIsCopiedAndThenOnlyWhatWasOverwritten(String scheme) {
        try (ProviderToS3 stores = new ProviderToS3(LocalSource.start(scheme), folder)) {
            for (int i = 0; i < SMALL; i++) {
                stores.put(String.format(Locale.ROOT, "small/%05d", i), Content.of("content " + i), Attributes.NONE);
            }
            for (String key : ODD_KEYS) {
                stores.put(key, Content.of("content of " + key), Attributes.NONE);
            }
            stores.put("empty", Content.of(""), Attributes.NONE);
            for (int i = 0; i < 3; i++) {
                stores.put("large/" + i, Content.synthetic(i, 5 * MIB + 6L * MIB * i + i), Attributes.NONE);
            }

            Result first = stores.sync();
            assertThat(first.exitCode()).as(first.err()).isZero();
            assertThat(first.err()).doesNotContain("WARN").doesNotContain("Exception");
            stores.assertAllThere();
            // Kodo's hash is computed from blocks of 4 MiB, so the parts of its objects are multiples of 4 MiB.
            int parts = scheme.equals("kodo") ? 3 : 4;
            assertThat(stores.to.get("large/2").orElseThrow().parts()).hasSize(parts);

            stores.destination.requests().reset();
            Result second = stores.sync("--delete");
            assertThat(second.exitCode()).as(second.err()).isZero();
            assertThat(second.out()).containsPattern("copied +0 objects");
            assertThat(stores.destination.requests().count(Operation.PUT)).isZero();
            assertThat(stores.destination.requests().count(Operation.CREATE_UPLOAD))
                    .isZero();
            assertThat(stores.destination.requests().count(Operation.DELETE)).isZero();

            Instant later = Instant.now().plusSeconds(2);
            stores.from.put(stores.from.put("small/00007", "CONTENT 7").withLastModified(later));
            stores.from.put(stores.from
                    .put("large/1", Content.synthetic(77, 11 * MIB + 1))
                    .withLastModified(later));
            stores.from.remove("a//b");
            Result third = stores.sync("--delete");
            assertThat(third.exitCode()).as(third.err()).isZero();
            assertThat(third.out()).containsPattern("copied +2 objects").containsPattern("deleted +1\n");
            stores.assertAllThere();
        }
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void aDryRunCountsTheReadsOfTheRun(String scheme) {
        try (ProviderToS3 stores = new ProviderToS3(LocalSource.start(scheme), folder)) {
            stores.put("small", Content.of("x"), Attributes.NONE);
            stores.put("large", Content.synthetic(1, 17 * MIB), Attributes.NONE);
            stores.to.put("gone", "1");
            stores.to.put("gone too", "2");

            Result dry = stores.sync("--multipart-threshold", "16MiB", "--delete", "--dry-run");
            assertThat(dry.exitCode()).as(dry.err()).isZero();
            Requests requests = stores.source.requests();
            requests.reset();
            Result run = stores.sync("--multipart-threshold", "16MiB", "--delete");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(stores.to.keys()).containsExactly("large", "small");
            long reads = requests.count(Operation.GET) + requests.count(Operation.HEAD);
            assertThat(dry.out()).containsPattern("requests, source .*LIST, " + reads + " GET/HEAD");
        }
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void metadataArrivesAsS3WritesIt(String scheme) {
        Attributes attributes = Attributes.NONE
                .withHeader("content-type", "text/plain; charset=utf-8")
                .withMetadata("plain", "as it is")
                .withMetadata("note", "ä中😀")
                .withMetadata("long", "x".repeat(2048));
        try (ProviderToS3 stores = new ProviderToS3(LocalSource.start(scheme), folder)) {
            stores.put("small", Content.of("x"), attributes);
            stores.put("large", Content.synthetic(1, 6 * MIB), attributes);

            Result run = stores.sync();

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).containsPattern("without some metadata +2\n");
            for (String key : List.of("small", "large")) {
                StoredObject arrived = stores.to.get(key).orElseThrow();
                assertThat(arrived.attributes().headers()).containsEntry("content-type", "text/plain; charset=utf-8");
                assertThat(arrived.attributes().metadata())
                        .isEqualTo(Map.of("plain", "as it is", "note", "=?UTF-8?B?w6TkuK3wn5iA?="));
            }
        }
    }

    @Test
    void whatAListingOfCosShowsLateIsNeitherDeletedNorAFailure() {
        LocalCos cos = LocalCos.start();
        try (ProviderToS3 stores = new ProviderToS3(LocalSource.cos(cos), folder)) {
            stores.put("stays", Content.of("1"), Attributes.NONE);
            stores.put("goes", Content.of("2"), Attributes.NONE);
            cos.freezeListings(stores.from.name());
            stores.put("new", Content.of("3"), Attributes.NONE);
            stores.to.put("new", "3");
            stores.to.put("never", "4");
            stores.from.remove("goes");

            Result run = stores.sync("--delete");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(stores.to.keys()).containsExactlyInAnyOrder("stays", "new");
            assertThat(run.out()).containsPattern("deleted +1\n").containsPattern("failed +0\n");
        }
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void aPrefixListMayLieInTheBucket(String scheme) {
        try (ProviderToS3 stores = new ProviderToS3(LocalSource.start(scheme), folder)) {
            stores.put("a/1", Content.of("1"), Attributes.NONE);
            stores.put("b/1", Content.of("2"), Attributes.NONE);
            stores.put("lists/of prefixes", Content.of("b/\n"), Attributes.NONE);

            Result run = stores.sync("--prefix-list", stores.source.url() + "/lists/of prefixes");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(stores.to.keys()).containsExactly("b/1");
        }
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void aSecretIsReadAgainWhenItsKeyIsRefused(String scheme) throws Exception {
        try (LocalSecrets secrets = LocalSecrets.start();
                AwsSurroundings surroundings = new AwsSurroundings(secrets);
                ProviderToS3 stores = new ProviderToS3(LocalSource.start(scheme), folder)) {
            assertThat(surroundings).isNotNull();
            for (int i = 0; i < 100; i++) {
                stores.put("k" + i, Content.of("x" + i), Attributes.NONE);
            }
            stores.environment.keySet().removeIf(name -> name.startsWith("SOURCE_"));
            stores.environment.put("SRC_CREDENTIALS", "job/source");
            secrets.putKey("job/source", "SOURCE", "source-secret", "");
            Fault rotation = Fault.on(Operation.GET).skip(30).times(1).then(FaultAction.before(() -> {
                secrets.putKey("job/source", "SOURCE2", "other-secret", "");
                stores.source.accept().key("SOURCE2", "other-secret");
                stores.source.revoke().accept("SOURCE");
            }));
            stores.source.faults().add(rotation);

            Result run = stores.sync();

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(rotation.fired()).isEqualTo(1);
            stores.assertAllThere();
            assertThat(run.out() + run.err()).doesNotContain("-secret");
        }
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void aWrongKeyIsReportedInALineBeforeAnythingBegins(String scheme) {
        try (ProviderToS3 stores = new ProviderToS3(LocalSource.start(scheme), folder)) {
            stores.environment.put("SOURCE_SECRET_ACCESS_KEY", "wrong-secret");

            Result run = stores.sync();

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err().lines()).hasSize(1);
            assertThat(run.err()).contains(stores.source.url()).doesNotContain("-secret");
        }
    }

    @Test
    void kodoIsReadThroughItsS3ServiceIfAsked() {
        LocalS3 s3 = LocalS3.start().credential("SOURCE", "source-secret", "token");
        Bucket bucket = s3.createBucket("from").region("cn-east-1");
        LocalSource source = new LocalSource(
                "Qiniu_Kodo",
                "kodo://from",
                "z0",
                bucket,
                s3.endpoint(),
                s3.faults(),
                s3.requests(),
                (id, secret) -> {},
                s3::revoke,
                s3::close);
        try (ProviderToS3 stores = new ProviderToS3(source, folder)) {
            stores.environment.put("SOURCE_SESSION_TOKEN", "token");
            for (String key : List.of("a//b", "/leading", "space and + and %2F", "ünï")) {
                stores.put(key, Content.of("content of " + key), Attributes.NONE);
            }
            stores.put("large", Content.synthetic(1, 6 * MIB), Attributes.NONE);

            Result run = stores.sync("--source-protocol", "s3");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).contains("kodo://from -> s3://to");
            stores.assertAllThere();
            assertThat(s3.requests().log(Operation.LIST))
                    .isNotEmpty()
                    .allMatch(list -> !list.query().containsKey("encoding-type"));
        }
    }
}

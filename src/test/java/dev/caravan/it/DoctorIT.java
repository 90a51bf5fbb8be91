package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.FaultAction.answer;
import static dev.caravan.local.FaultAction.doneThenReset;
import static dev.caravan.local.Operation.CREATE_UPLOAD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.command.Commands;
import dev.caravan.command.run.ExitCode;
import dev.caravan.it.TwoStores.Result;
import dev.caravan.local.Attributes;
import dev.caravan.local.AwsSurroundings;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.LocalS3;
import dev.caravan.local.LocalSecrets;
import dev.caravan.local.LocalSource;
import dev.caravan.local.Operation;
import dev.caravan.local.Quirk;
import dev.caravan.local.RequestRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the findings of doctor about two buckets. Doctor changes neither. */
class DoctorIT {

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    @BeforeEach
    void fill() {
        stores.from.put("photos/empty", "");
        stores.from.put("photos/one", "one");
    }

    private Result doctor(String... options) {
        return doctorAt(stores.source, options);
    }

    private Result doctorAt(LocalS3 source, String... options) {
        List<String> arguments = new ArrayList<>(List.of("doctor", "s3://from", "s3://to/copies"));
        arguments.addAll(List.of("--source-endpoint", source.endpoint().toString(), "--source-region", "us-east-1"));
        arguments.addAll(
                List.of("--dest-endpoint", stores.destination.endpoint().toString()));
        arguments.addAll(List.of("--dest-region", "us-east-1"));
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }

    private Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Commands.run(
                arguments,
                stores.systemProperties,
                stores.environment,
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        assertThat(out + err.toString()).doesNotContain("source-secret", "dest-secret", "\tat ");
        return new Result(code, out.toString(), err.toString());
    }

    private static List<String> wrong(Result run) {
        return run.out().lines().filter(line -> line.startsWith("wrong ")).toList();
    }

    private void nothingIsLeft() {
        assertThat(stores.to.openUploads()).isEmpty();
        assertThat(stores.to.keys()).isEmpty();
        assertThat(stores.from.keys()).containsExactly("photos/empty", "photos/one");
    }

    @Test
    void findsThatAllIsWellAndLeavesNothing() {
        Result run = doctor("--tags", "--delete", "--write", "--dest-acl", "bucket-owner-full-control");
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).noneMatch(line -> line.startsWith("wrong") || line.startsWith("note"));
        assertThat(run.out().replaceAll(" {2,}", " "))
                .contains("ok source identity access key SOURCE (SOURCE_ACCESS_KEY_ID)\n")
                .contains("ok source clock right\n", "ok source s3:GetObjectTagging\n")
                .contains("ok source s3:GetObject GET of \"photos/one\"\n")
                .contains("ok destination s3:PutObject with ACL bucket-owner-full-control, tags\n")
                .contains("ok destination put and delete ")
                .endsWith("no problem found\n");
        nothingIsLeft();
        assertThat(stores.destination.requests().log())
                .map(RequestRecord::key)
                .allMatch(key -> key == null || key.isEmpty() || key.startsWith("copies/.caravan-doctor-"));
    }

    @Test
    void theFilesThatSayWhatIsCopiedAreRead() {
        Bucket lists = stores.source.createBucket("lists");
        lists.put("rules.txt", "- *.tmp\n+ *");
        lists.put(
                "manifest.json",
                "{\"sourceBucket\":\"from\",\"fileFormat\":\"CSV\",\"files\":[],\"fileSchema\":\"Key, Size, LastModifiedDate, ETag\"}");
        assertThat(doctor("--filter-from=s3://lists/rules.txt", "--inventory=s3://lists/manifest.json")
                        .out()
                        .replaceAll(" {2,}", " "))
                .contains("ok selection --filter-from s3://lists/rules.txt: 2 rules\n")
                .contains("ok selection --inventory s3://lists/manifest.json: 0 files of CSV\n");
        lists.put("rules.txt", "*.tmp");
        Result run = doctor("--filter-from=s3://lists/rules.txt", "--keys-from=s3://lists/none");
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNWELL);
        assertThat(wrong(run))
                .hasSize(2)
                .anyMatch(line -> line.contains("s3://lists/rules.txt, line 1: "))
                .anyMatch(line -> line.contains("--keys-from") && line.contains("NoSuchKey"));
    }

    @Test
    void theFolderOfBackupsIsWrittenToOnTrial() {
        Result well = doctor("--backup-prefix", "old");
        assertThat(well.exitCode()).as(well.out() + well.err()).isEqualTo(ExitCode.DONE);
        stores.destination
                .faults()
                .add(Fault.on(CREATE_UPLOAD).key(key -> key.startsWith("old/")).then(answer(403, "AccessDenied")));
        Result run = doctor("--backup-prefix", "old");
        assertThat(wrong(run)).singleElement().asString().contains("s3:PutObject", "arn:aws:s3:::to/old/*");
        assertThat(doctor("--immutable").out().replaceAll(" {2,}", " "))
                .contains("note destination If-None-Match not probed: ");
        nothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({"NoSuchKey, belong to another bucket", "'', is a proxy or gateway in front of the store"})
    void aSourceThatListsWhatItDoesNotGiveIsDistinguishedFrom(String code, String why) {
        stores.source.faults().add(Fault.on(Operation.GET, Operation.HEAD).then(answer(404, code)));
        Result run = doctor();
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNWELL);
        assertThat(wrong(run)).anySatisfy(line -> assertThat(line).contains("s3:GetObject", why));
    }

    @Test
    void aBucketWithLocksThatTakesNoChecksumIsWell() {
        stores.to.quirks(Quirk.LOCKED, Quirk.REFUSES_CHECKSUMS);
        Result run = doctor("--write");
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).containsPattern("ok +destination +put and delete");
        nothingIsLeft();
    }

    @Test
    void metadataThatOnlyHeadAnswersIsFound() {
        stores.from.put("photos/one", Content.of("one"), Attributes.NONE.withMetadata("owner", "ann"));
        assertThat(doctor().exitCode()).isEqualTo(ExitCode.DONE);

        stores.from.quirks(Quirk.GETS_NO_USER_METADATA);
        Result run = doctor();
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNWELL);
        assertThat(wrong(run))
                .singleElement()
                .asString()
                .contains("metadata ", "GET of \"photos/one\" lacks user metadata", "--multipart-threshold 5MiB");
        assertThat(doctor("--no-metadata").exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void anEmptyBucketIsWellToo() {
        stores.from.remove("photos/empty");
        stores.from.remove("photos/one");
        Result run = doctor("--tags");
        assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.DONE);
    }

    @ParameterizedTest
    @CsvSource({
        "source, LIST, '', s3:ListBucket, arn:aws:s3:::from",
        "source, GET, '', s3:GetObject, arn:aws:s3:::from/*",
        "source, HEAD, '', s3:GetObject, arn:aws:s3:::from/*",
        "source, GET_TAGGING, --tags, s3:GetObjectTagging, arn:aws:s3:::from/*",
        "source, GET_ACL, --acl=keep, s3:GetObjectAcl, arn:aws:s3:::from/*",
        "source, GET_RETENTION, --object-lock=keep, s3:GetObjectRetention, arn:aws:s3:::from/*",
        "destination, GET_OWNERSHIP, --acl=keep, s3:GetBucketOwnershipControls, arn:aws:s3:::to",
        "destination, GET_ACL, --acl=keep, s3:GetBucketAcl, arn:aws:s3:::to",
        "destination, GET_OBJECT_LOCK, --object-lock=keep, s3:GetBucketObjectLockConfiguration, arn:aws:s3:::to",
        "source, LIST_VERSIONS, --versions=all, s3:ListBucketVersions, arn:aws:s3:::from",
        "destination, LIST_VERSIONS, --versions=all, s3:ListBucketVersions, arn:aws:s3:::to",
        "destination, GET_VERSIONING, --versions=all, s3:GetBucketVersioning, arn:aws:s3:::to",
        "destination, LIST, '', s3:ListBucket, arn:aws:s3:::to",
        "destination, CREATE_UPLOAD, '', s3:PutObject, arn:aws:s3:::to/copies/*",
        "destination, ABORT, '', s3:AbortMultipartUpload, arn:aws:s3:::to/copies/*",
        "destination, DELETE, --delete, s3:DeleteObject, arn:aws:s3:::to/copies/*",
        "destination, DELETE, --write, s3:DeleteObject, arn:aws:s3:::to/copies/*",
        "destination, PUT, --write, s3:PutObject, arn:aws:s3:::to/copies/*",
    })
    void aMissingPermissionIsOneLineWithWhatMendsIt(
            String side, Operation denied, String option, String action, String resource) {
        stores.to.lockable().versioned();
        (side.equals("source") ? stores.from : stores.to).deny(denied);
        Result run = option.isEmpty() ? doctor() : doctor(option);
        assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.UNWELL);
        assertThat(wrong(run)).as(run.out()).hasSize(1);
        assertThat(wrong(run).get(0))
                .contains(side)
                .endsWith("; allow it: {\"Effect\":\"Allow\",\"Action\":\"" + action + "\",\"Resource\":\"" + resource
                        + "\"}");
        assertThat(run.out()).endsWith("1 problem found\n");
        nothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-acl, --dest-acl private, s3:PutObjectAcl, arn:aws:s3:::to/copies/*",
        "x-amz-tagging, --tags, s3:PutObjectTagging, arn:aws:s3:::to/copies/*",
        "x-amz-server-side-encryption, --dest-sse aws:kms --dest-kms-key abc, kms:GenerateDataKey, arn:aws:kms:us-east-1:*:key/abc",
    })
    void theOptionThatNeedsTheMissingPermissionIsFound(String header, String options, String action, String resource) {
        stores.destination
                .faults()
                .add(Fault.on(CREATE_UPLOAD)
                        .request(request -> request.header(header) != null)
                        .then(answer(403, "AccessDenied")));
        List<String> all = new ArrayList<>(List.of(options.split(" ", -1)));
        if (!all.contains("--dest-acl")) {
            all.addAll(List.of("--dest-acl", "public-read"));
        }
        Result run = doctor(all.toArray(String[]::new));
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNWELL);
        assertThat(wrong(run)).as(run.out()).hasSize(1);
        assertThat(wrong(run).get(0)).contains("\"" + action + "\",\"Resource\":\"" + resource + "\"");
        nothingIsLeft();
    }

    @Test
    void anObjectThatWasPutThoughTheAnswerIsLostIsDeletedAgain() {
        Fault lost = Fault.on(Operation.PUT).then(doneThenReset());
        stores.destination.faults().add(lost);
        Result run = doctor("--write");
        assertThat(lost.fired()).isEqualTo(1);
        assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.UNWELL);
        nothingIsLeft();
    }

    /** As Ceph says it; no policy mends it. */
    @Test
    void aFullQuotaIsOneLineWithoutAPolicy() {
        stores.destination.faults().add(Fault.on(Operation.PUT).then(answer(403, "QuotaExceeded")));
        Result run = doctor("--write");
        assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.UNWELL);
        assertThat(wrong(run)).as(run.out()).hasSize(1);
        assertThat(wrong(run).get(0))
                .contains("s3:PutObject", "403 QuotaExceeded")
                .doesNotContain("allow it");
        nothingIsLeft();
    }

    @Test
    void aSuspendedUserIsOneLineWithoutAPolicy() {
        stores.source.faults().add(Fault.on(Operation.LIST).then(answer(403, "UserSuspended")));
        Result run = doctor();
        assertThat(wrong(run)).as(run.out()).hasSize(1);
        assertThat(wrong(run).get(0))
                .contains("credentials", "403 UserSuspended")
                .doesNotContain("allow it");
    }

    @Test
    void withAWrongSecretNothingElseIsAsked() {
        stores.environment.put("DEST_SECRET_ACCESS_KEY", "another");
        Result run = doctor();
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNWELL);
        assertThat(wrong(run)).as(run.out()).hasSize(1);
        assertThat(wrong(run).get(0)).contains("destination", "credentials", "SignatureDoesNotMatch");
    }

    @Test
    void aClockThatIsTooWrongIsSaidOnce() {
        stores.source.faults().add(Fault.on(Operation.LIST).then(answer(403, "RequestTimeTooSkewed")));
        Result run = doctor();
        assertThat(wrong(run)).as(run.out()).hasSize(1);
        assertThat(wrong(run).get(0)).contains("source", "clock", "set the clock of this machine");
    }

    @Test
    void aFirstListingThatIsThrottledIsRetried() {
        stores.source.faults().add(Fault.on(Operation.LIST).times(1).then(answer(503, "SlowDown")));
        Result run = doctor();
        assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aStoreThatIsAwayIsOneLineAndTheOtherSideIsLookedAt() {
        LocalS3 gone = LocalS3.start();
        gone.close();
        Result run = doctorAt(gone);
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNWELL);
        assertThat(wrong(run)).as(run.out()).hasSize(1);
        assertThat(wrong(run).get(0)).contains("source", "reach", "can't connect");
        assertThat(run.out()).contains("s3:AbortMultipartUpload");
    }

    @Test
    void theJsonSaysTheSame() throws Exception {
        stores.to.deny(Operation.LIST);
        Result run = doctor("--json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNWELL);
        assertThat(run.out().lines()).hasSize(1);
        JsonNode told = new ObjectMapper().readTree(run.out());
        assertThat(told.path("ok").asBoolean(true)).isFalse();
        List<JsonNode> wrong = new ArrayList<>();
        told.path("findings").forEach(finding -> {
            if (finding.path("result").asText().equals("wrong")) {
                wrong.add(finding);
            }
        });
        assertThat(wrong).hasSize(1);
        assertThat(wrong.get(0).path("target").asText()).isEqualTo("destination");
        assertThat(wrong.get(0).path("check").asText()).isEqualTo("s3:ListBucket");
        assertThat(new ObjectMapper()
                        .readTree(wrong.get(0).path("mend").asText())
                        .path("Action")
                        .asText())
                .isEqualTo("s3:ListBucket");
    }

    @ParameterizedTest
    @CsvSource({"--role, nurse", "--slots, none"})
    void aWrongOptionIsSaidAsEverywhere(String option, String value) {
        Result run = doctor(option, value);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("caravan: ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aRoleOfAFleetNeedsItsSettings() {
        Result run = doctor("--role", "worker");
        assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.err()).contains("JOB_QUEUE_NAME: required");
    }

    @ParameterizedTest
    @CsvSource({
        "oss, GET, oss:GetObject, acs:oss:*:*:from/*",
        "cos, GET, name/cos:GetObject, qcs::cos:ap-guangzhou:uid/1250000000:from-1250000000/*",
        "kodo, GET, kodo/Get, qrn:kodo:::from/*",
        "oss, LIST, oss:ListObjects, acs:oss:*:*:from",
        "cos, LIST, name/cos:GetBucket, qcs::cos:ap-guangzhou:uid/1250000000:from-1250000000/*",
    })
    void otherProvidersAreMendedInTheirOwnWords(String scheme, Operation denied, String action, String resource) {
        try (LocalSource source = LocalSource.start(scheme)) {
            source.accept().key("SOURCE", "source-secret");
            source.bucket().put("one", "one");
            stores.environment.putAll(source.environment("SOURCE", "source-secret"));
            String[] arguments = {
                "doctor", "--dest-endpoint", stores.destination.endpoint().toString(), "--dest-region", "us-east-1"
            };
            stores.environment.put("DEST_BUCKET", "to");
            Result well = run(arguments);
            assertThat(well.exitCode()).as(well.out() + well.err()).isEqualTo(ExitCode.DONE);
            source.bucket().deny(denied);
            Result run = run(arguments);
            assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.UNWELL);
            assertThat(wrong(run)).as(run.out()).hasSize(1);
            assertThat(wrong(run).get(0)).contains("\"" + action + "\"", "\"" + resource + "\"}");
        }
    }

    @Test
    void aSecretThatMayNotBeReadIsOneLineWithWhatMendsIt() {
        try (LocalSecrets secrets = LocalSecrets.start();
                AwsSurroundings surroundings = new AwsSurroundings(secrets)) {
            assertThat(surroundings).isNotNull();
            stores.environment.remove("DEST_ACCESS_KEY_ID");
            stores.environment.remove("DEST_SECRET_ACCESS_KEY");
            stores.environment.put("DEST_CREDENTIALS", "job/dest");
            secrets.putKey("job/dest", "DEST", "dest-secret", "");
            assertThat(doctor().exitCode()).isEqualTo(ExitCode.DONE);
            secrets.fail(400, "AccessDeniedException", "not you");
            Result run = doctor();
            assertThat(run.exitCode()).isEqualTo(ExitCode.UNWELL);
            assertThat(wrong(run)).as(run.out()).hasSize(1);
            assertThat(wrong(run).get(0))
                    .contains("\"secretsmanager:GetSecretValue\",\"Resource\":"
                            + "\"arn:aws:secretsmanager:us-east-1:*:secret:job/dest-??????\"");
        }
    }
}

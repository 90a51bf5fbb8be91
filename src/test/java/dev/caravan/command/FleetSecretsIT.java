package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.FaultAction.before;

import dev.caravan.local.Attributes;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.LocalSecrets;
import dev.caravan.local.LocalSts;
import dev.caravan.local.MemoryStore;
import dev.caravan.local.Operation;
import dev.caravan.local.StoredObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests a fleet whose keys are in Secrets Manager and rotate, or which assumes roles whose sessions end. */
@Timeout(120)
class FleetSecretsIT {

    /** The number of objects that exist at the destination. They give the listing more than one page. */
    private static final int THERE = 1000;

    private static final int MISSING = 200;

    @TempDir
    private Path folder;

    private final LocalSecrets secrets = LocalSecrets.start();
    private FleetCloud cloud;

    @BeforeEach
    void start() {
        cloud = new FleetCloud(folder);
        secrets.putKey("job/source", "AKFROM", "from-secret", "").putKey("job/dest", "AKTO", "to-secret", "");
        cloud.environment
                .keySet()
                .removeAll(Set.of(
                        "SOURCE_ACCESS_KEY_ID",
                        "SOURCE_SECRET_ACCESS_KEY",
                        "DEST_ACCESS_KEY_ID",
                        "DEST_SECRET_ACCESS_KEY"));
        cloud.environment.putAll(Map.of(
                "SRC_CREDENTIALS",
                "job/source",
                "DEST_CREDENTIALS",
                "job/dest",
                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                secrets.endpoint().toString(),
                "AWS_ACCESS_KEY_ID",
                LocalSecrets.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY",
                LocalSecrets.SECRET_KEY));
    }

    @AfterEach
    void stop() {
        cloud.close();
        secrets.close();
    }

    @Test
    void keysThatAreRotatedUnderFinderAndWorkerFailNoObject() throws Exception {
        List<StoredObject> missing = new ArrayList<>();
        for (int i = 0; i < THERE; i++) {
            cloud.source.put("there " + i, "content " + i);
            cloud.destination.put("there " + i, "content " + i);
        }
        for (int i = 0; i < MISSING; i++) {
            missing.add(cloud.source.put("missing " + i, "content " + i));
        }
        for (int i = 0; i < 3; i++) {
            missing.add(cloud.source.put("large " + i, Content.synthetic(i, 16 * FleetCloud.MIB)));
        }
        Fault whileListing = Fault.on(Operation.LIST)
                .request(request -> request.query().containsKey("continuation-token")
                        || request.query().containsKey("start-after"))
                .times(1)
                .then(before(() -> {
                    secrets.putKey("job/source", "AKFROM2", "from-secret-2", "token");
                    cloud.from.credential("AKFROM2", "from-secret-2", "token").revoke("AKFROM");
                }));
        cloud.from.faults().add(whileListing);
        Fault whileWriting = Fault.on(Operation.PUT).skip(MISSING / 3).times(1).then(before(() -> {
            secrets.putKey("job/dest", "AKTO2", "to-secret-2", "");
            cloud.to.credential("AKTO2", "to-secret-2").revoke("AKTO");
        }));
        cloud.to.faults().add(whileWriting);
        cloud.work();
        cloud.find();
        cloud.awaitEmptyQueue();
        assertThat(whileListing.fired()).isEqualTo(1);
        assertThat(whileWriting.fired()).isEqualTo(1);
        cloud.endWorkers();
        cloud.assertAllThere();
        cloud.assertOnRecord(missing);
        assertThat(cloud.queue.deadLetters().all()).isZero();
        assertThat(cloud.from.requests().log()).anyMatch(request -> request.status() == 403);
        assertThat(cloud.to.requests().log()).anyMatch(request -> request.status() == 403);
    }

    @Test
    void finderAndWorkerReadCustomersKeysFromSecrets() throws Exception {
        byte[] key = new byte[32];
        Attributes encrypted = Attributes.NONE.withOwn(
                "x-amz-server-side-encryption-customer-key-md5",
                Base64.getEncoder().encodeToString(HexFormat.of().parseHex(MemoryStore.md5(key))));
        secrets.put("sse-c", Base64.getEncoder().encodeToString(key));
        cloud.environment.putAll(Map.of("SRC_SSE_C_SECRET", "sse-c", "DEST_SSE_C_SECRET", "sse-c"));
        cloud.source.put("a", Content.of("x"), encrypted);
        cloud.find();
        cloud.work();
        cloud.awaitEmptyQueue();
        cloud.endWorkers();
        cloud.assertAllWell();
        assertThat(cloud.destination.get("a").orElseThrow().attributes().own()).containsAllEntriesOf(encrypted.own());
    }

    @Test
    void rolesWhoseSessionsEndUnderTheWorkerFailNoObject() throws Exception {
        String reader = "arn:aws:iam::111111111111:role/reader";
        String writer = "arn:aws:iam::222222222222:role/writer";
        try (LocalSts sts = LocalSts.start()) {
            sts.credential(LocalSecrets.ACCESS_KEY, LocalSecrets.SECRET_KEY)
                    .credential("AKFROM", "from-secret")
                    .role(reader, "shared/42", cloud.from, "AKFROM")
                    .role(writer, "", cloud.to, LocalSecrets.ACCESS_KEY);
            cloud.environment.remove("DEST_CREDENTIALS");
            cloud.environment.putAll(Map.of(
                    "SRC_ROLE_ARN",
                    reader,
                    "SRC_EXTERNAL_ID",
                    "shared/42",
                    "DEST_ROLE_ARN",
                    writer,
                    "AWS_ENDPOINT_URL_STS",
                    sts.endpoint().toString()));
            List<StoredObject> missing = new ArrayList<>();
            for (int i = 0; i < MISSING / 2; i++) {
                missing.add(cloud.source.put("missing " + i, "content " + i));
            }
            cloud.to
                    .faults()
                    .add(Fault.on(Operation.PUT).skip(MISSING / 4).times(1).then(before(sts::expireAll)));
            cloud.work();
            cloud.find();
            cloud.awaitEmptyQueue();
            cloud.endWorkers();
            cloud.assertAllThere();
            cloud.assertOnRecord(missing);
            assertThat(cloud.queue.deadLetters().all()).isZero();
            // The finder has one session and the worker two.
            assertThat(sts.sessions(reader)).hasSizeBetween(2, 4);
            assertThat(sts.sessions(writer)).hasSizeBetween(2, 4);
            assertThat(cloud.to.requests().log()).anyMatch(request -> "ExpiredToken".equals(request.errorCode()));
        }
    }
}

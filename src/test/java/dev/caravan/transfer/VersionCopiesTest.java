package dev.caravan.transfer;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.message.ObjectMessage;
import dev.caravan.message.VersionMark;
import dev.caravan.record.JobStatus;
import dev.caravan.store.DigestException;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.TransientException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VersionCopiesTest {

    private static final String KEY = "k";
    private static final String OTHER_MD5 = "0123456789abcdef0123456789abcdef";

    private final TwoStores stores = new TwoStores();
    private final VersionCopies copies = new VersionCopies(stores);

    private final Transfer transfer =
            new Transfer(new ObjectMessage(KEY, 4, OTHER_MD5 + "-2", Instant.EPOCH, "", false, false, "v1"), 0, null);

    @BeforeEach
    void writeTheVersion() {
        stores.destination.with(KEY, "text", new ObjectMetadata(Map.of(), Map.of(VersionMark.NAME, "v1"), Map.of()));
        transfer.name(KEY);
        transfer.beginAttempt(null);
    }

    private void fail(TransientException failure) {
        transfer.beginAttempt(failure);
    }

    private void damaged(String sent) {
        fail(new DigestException("PUT k: other bytes arrived", 200, "BadDigest", sent));
    }

    @Test
    void aVersionWhoseAnswerWasLostIsMade() {
        fail(new TransientException("PUT k: connection reset"));

        assertThat(copies.test(transfer)).isTrue();
        assertThat(transfer.status()).isEqualTo(JobStatus.DONE);
        assertThat(transfer.destinationEtag())
                .isEqualTo(stores.destination.head(KEY).etag());
    }

    @Test
    void aVersionThatArrivedDamagedIsNotMade() {
        damaged(OTHER_MD5);
        assertThat(copies.test(transfer)).isFalse();

        fail(new TransientException("GET k: connection reset"));
        assertThat(copies.test(transfer)).isFalse();
    }

    @Test
    void aVersionOfUnknownBytesIsNotMade() {
        damaged("");

        assertThat(copies.test(transfer)).isFalse();
    }

    @Test
    void aVersionWithTheBytesThatWereSentIsMade() {
        damaged(stores.destination.head(KEY).etag());

        assertThat(copies.test(transfer)).isTrue();
    }

    @Test
    void anotherVersionIsNotThisOne() {
        stores.destination.with(KEY, "text", new ObjectMetadata(Map.of(), Map.of(VersionMark.NAME, "v0"), Map.of()));
        fail(new TransientException("PUT k: connection reset"));

        assertThat(copies.test(transfer)).isFalse();
    }
}

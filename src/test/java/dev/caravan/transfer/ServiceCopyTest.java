package dev.caravan.transfer;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.job.VerifyMode;
import dev.caravan.local.MemoryStore;
import dev.caravan.message.DeleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.message.PartPlan;
import dev.caravan.progress.Progress;
import dev.caravan.store.ChangedException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.TransientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests copies by the service: up to 1 MiB whole, larger ones in parts of 5 MiB. */
class ServiceCopyTest {

    private static final int MIB = 1 << 20;

    private final TwoStores stores = new TwoStores();
    private final MemoryStore source = stores.source.with("k", "text");
    private final MemoryStore destination = stores.destination;
    private final Upload upload = new Upload(stores, new NotedUploads(), 5 * MIB, VerifyMode.AUTO, FleetOfTwo.RETRY);
    private final Progress progress = new Progress();

    private CopyPolicy policy = policy(false);

    private static CopyPolicy policy(boolean mandatory) {
        return new CopyPolicy(true, mandatory, "from", false, false, MIB, 5 * MIB, System::nanoTime);
    }

    private ServiceCopy copies() {
        return new ServiceCopy(stores, policy, progress);
    }

    private void copy() {
        copies().copy(stores.transfer("k", null), upload);
    }

    /** Makes an operation of the destination fail each time. */
    private void fails(String operation, RuntimeException failure) {
        destination.when((name, key) -> {
            if (name.equals(operation)) {
                throw failure;
            }
        });
    }

    private boolean takes(Message message, int attempts) {
        Transfer transfer = new Transfer(message, 0, null);
        for (int i = 0; i < attempts; i++) {
            transfer.beginAttempt(null);
        }
        return copies().takes(transfer);
    }

    @Test
    void twoAttemptsAtAnObjectWithAnEtagAreCopies() {
        Message object = new ObjectMessage("k", 4, "v1", null);
        assertThat(takes(object, 1)).isTrue();
        assertThat(takes(object, 2)).isTrue();
        assertThat(takes(object, 3)).isFalse();
        assertThat(takes(new ObjectMessage("k", 4, "", null), 1)).isFalse();
        assertThat(takes(new DeleteMessage("k"), 1)).isFalse();
        policy = policy(true);
        assertThat(takes(object, 3)).isTrue();
        policy = new CopyPolicy(false, false, "from", false, false, MIB, MIB, System::nanoTime);
        assertThat(takes(object, 1)).isFalse();
    }

    @Test
    void largeObjectIsCopiedInParts() {
        Transfer small = new Transfer(new ObjectMessage("k", MIB, "v1", null), 0, null);
        assertThat(copies().takes(small)).isTrue();
        assertThat(small.copiedPartSize()).isZero();
        Transfer large = new Transfer(new ObjectMessage("k", MIB + 1, "v1", null), 0, null);
        assertThat(copies().takes(large)).isTrue();
        assertThat(large.copiedPartSize()).isEqualTo(5 * MIB);
    }

    @Test
    void copyWithTheSourcesMd5NeedsNoOtherRequest() {
        Transfer transfer = stores.transfer("k", null);
        copies().copy(transfer, upload);
        assertThat(destination.text("k")).isEqualTo("text");
        assertThat(destination.log).containsExactly("copy k", "copied k");
        assertThat(source.log).isEmpty();
        assertThat(transfer.destinationEtag()).isEqualTo(transfer.source().etag());
        assertThat(progress.now().movedBytes()).isEqualTo(4);
    }

    @Test
    void copyWithAnotherEtagIsComparedWithBothSides() {
        destination.opaqueEtags();
        copy();
        assertThat(destination.log).containsExactly("copy k", "copied k", "head k");
        assertThat(source.log).containsExactly("head k");
    }

    @Test
    void copyThatIsNotWhatTheSourceHoldsIsNoCopy() {
        destination.opaqueEtags();
        destination.when((operation, key) -> {
            if (operation.equals("copied")) {
                destination.with("k", "another size");
            }
        });
        assertThatThrownBy(this::copy)
                .isInstanceOf(CopyRefusedException.class)
                .hasMessageContaining("the copy has 12 bytes and not 4");
    }

    @Test
    void copyThatIsDeletedAtOnceDoesNotMeanThatTheSourceIsGone() {
        destination.opaqueEtags();
        destination.when((operation, key) -> {
            if (operation.equals("copied")) {
                destination.delete("k");
            }
        });
        assertThatThrownBy(this::copy)
                .isInstanceOf(TransientException.class)
                .hasMessageStartingWith("the copy is gone again");
    }

    @Test
    void sourceThatIsOverwrittenMeanwhileIsCopiedAgain() {
        destination.opaqueEtags();
        destination.when((operation, key) -> {
            if (operation.equals("copied")) {
                source.with("k", "nex!");
            }
        });
        assertThatThrownBy(this::copy).isInstanceOf(ChangedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "403,AccessDenied,CopyRefusedException",
        "400,InvalidRequest,CopyRefusedException",
        "501,NotImplemented,CopyRefusedException",
        "404,NoSuchKey,ChangedException",
        "404,NoSuchVersion,ChangedException",
        "404,NoSuchBucket,InvalidException",
        "503,SlowDown,TransientException"
    })
    void refusalIsStreamedAndTheRestIsWhatItIs(int status, String code, String thrown) {
        fails(
                "copy",
                status == 403
                        ? new DeniedException("COPY", status, code)
                        : status == 503
                                ? new TransientException("COPY", status, code)
                                : new InvalidException("COPY", status, code));
        Transfer transfer = stores.transfer("k", null);
        assertThatThrownBy(() -> copies().copy(transfer, upload))
                .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(thrown))
                .hasNoCause();
        assertThat(copies().takes(transfer)).isEqualTo(!thrown.equals("CopyRefusedException"));
    }

    @Test
    void refusalFailsWhereTheJobWantsNothingButCopies() {
        policy = policy(true);
        fails("copy", new DeniedException("COPY", 403, "AccessDenied"));
        assertThatThrownBy(this::copy).isInstanceOf(DeniedException.class);
    }

    @Test
    void objectIsStreamedIfTheServiceCallsItChangedAndTheSourceDoesNot() {
        fails("copy", new ChangedException("COPY", 412, "PreconditionFailed"));
        Transfer transfer = stores.transfer("k", null);
        assertThatThrownBy(() -> copies().copy(transfer, upload)).isInstanceOf(CopyRefusedException.class);
        assertThat(copies().takes(transfer)).isFalse();
        source.with("k", "next");
        assertThatThrownBy(() -> copies().copy(transfer, upload)).isInstanceOf(ChangedException.class);
    }

    @Test
    void objectFailsAtOnceIfTheServiceCallsItChangedAndTheJobWantsNothingButCopies() {
        policy = policy(true);
        fails("copy", new ChangedException("COPY", 412, "PreconditionFailed"));
        assertThatThrownBy(this::copy)
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("the source still has the ETag");
    }

    @Test
    void objectWhosePartsAreRefusedIsOneRefusal() {
        fails("copy part 1", new DeniedException("COPY", 403, "AccessDenied"));
        fails("copy part 2", new DeniedException("COPY", 403, "AccessDenied"));
        ServiceCopy copies = copies();
        for (int object = 1; object <= 9; object++) {
            Transfer transfer = stores.transfer("k", null);
            transfer.read(source.head("k"));
            transfer.uploading("u", new PartsInFlight(new PartPlan(6 * MIB, 5 * MIB)));
            for (int part = 1; part <= 2; part++) {
                int number = part;
                assertThatThrownBy(() -> copies.copyPart(transfer, number)).isInstanceOf(CopyRefusedException.class);
            }
        }
        assertThat(policy.isOn()).as("ten refusals pause the copies").isTrue();
        assertThat(progress.now().movedBytes()).isZero();
    }
}

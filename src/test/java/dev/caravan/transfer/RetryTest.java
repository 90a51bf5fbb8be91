package dev.caravan.transfer;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.message.ObjectMessage;
import dev.caravan.progress.Progress;
import dev.caravan.store.DeniedException;
import dev.caravan.store.SendAgainException;
import dev.caravan.store.TransientException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryTest {

    private final Retry retry = new Retry(2, 4, 1, 2, new Progress().passing());
    private final Transfer transfer = new Transfer(new ObjectMessage("k", 1, "e", null), 0, null);
    private final AtomicInteger requests = new AtomicInteger();

    private void fails(RuntimeException failure) {
        requests.set(0);
        assertThatThrownBy(() -> retry.run(transfer, () -> {
                    requests.incrementAndGet();
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void requestIsRepeatedAsOftenAsThePolicySays() {
        fails(new TransientException("503", 503, ""));
        assertThat(requests).hasValue(3);
        fails(new SendAgainException("another form", 400, "", null));
        assertThat(requests).as("other forms come on top").hasValue(5);
    }

    @Test
    void requestThatCannotSucceedIsNotRepeated() {
        fails(new DeniedException("403", 403, "AccessDenied"));
        assertThat(requests).hasValue(1);
    }

    @Test
    void requestThatWaitsForItsNextTryEndsWithTheRun() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> retry.run(transfer, () -> {
                    throw new TransientException("503", 503, "");
                }))
                .isInstanceOf(StoppedException.class);
        assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
    }
}

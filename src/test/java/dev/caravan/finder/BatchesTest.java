package dev.caravan.finder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.transfer.DeleteMessage;
import dev.caravan.transfer.Message;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchesTest {

    @Test
    void lastBatchHoldsTheRest() {
        Batches batches = new Batches(messages("a", "b", "c").iterator(), 2);

        assertThat(batches).toIterable().containsExactly(messages("a", "b"), messages("c"));
    }

    @Test
    void nothingFoundIsNoBatch() {
        assertThat(new Batches(messages().iterator(), 2).hasNext()).isFalse();
    }

    @Test
    void failureComesBehindWhatWasFoundAndIsNeverForgotten() {
        Iterator<Message> found = messages("a", "b", "c").iterator();
        Batches batches = new Batches(
                new Iterator<>() {
                    private boolean failed;

                    @Override
                    public boolean hasNext() {
                        if (!found.hasNext() && !failed) {
                            failed = true;
                            throw new IllegalStateException("the store is gone");
                        }
                        return found.hasNext();
                    }

                    @Override
                    public Message next() {
                        return found.next();
                    }
                },
                2);

        assertThat(batches.next()).isEqualTo(messages("a", "b"));
        assertThat(batches.next()).isEqualTo(messages("c"));
        assertThat(batches.hasNext())
                .as("a look ahead that failed would cost the batch")
                .isTrue();
        assertThat(batches.next()).isEmpty();
        assertThatThrownBy(batches::hasNext).hasMessage("the store is gone");
        assertThatThrownBy(batches::hasNext).hasMessage("the store is gone");
    }

    private static List<Message> messages(String... keys) {
        return Stream.of(keys).<Message>map(DeleteMessage::new).toList();
    }
}

package dev.caravan.finder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.message.DeleteMessage;
import dev.caravan.message.Message;
import java.util.ArrayList;
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

        assertThat(batches).toIterable().containsExactly(messages("a", "b"), messages("c"));
        assertThat(batches.hasNext()).isFalse();
        assertThatThrownBy(batches::requireComplete).hasMessage("the store is gone");
        assertThatThrownBy(batches::requireComplete).hasMessage("the store is gone");
    }

    @Test
    void whatWasAnnouncedComesThoughTheComparisonIsCancelled() {
        List<Message> found = new ArrayList<>(messages("a", "b", "c"));
        Batches batches = new Batches(
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return !found.isEmpty();
                    }

                    @Override
                    public Message next() {
                        return found.remove(0);
                    }
                },
                2);

        assertThat(batches.hasNext()).isTrue();
        found.clear();
        assertThat(batches.hasNext()).isTrue();
        assertThat(batches.next()).isEqualTo(messages("a", "b"));
        assertThat(batches.hasNext()).isFalse();
        batches.requireComplete();
    }

    private static List<Message> messages(String... keys) {
        return Stream.of(keys).<Message>map(DeleteMessage::new).toList();
    }
}

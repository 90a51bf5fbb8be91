package dev.caravan.queue;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.message.CompleteMessage;
import dev.caravan.message.PartMessage;
import dev.caravan.queue.GiantParts.Count;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GiantPartsTest {

    private final GiantParts giants = new GiantParts();
    private final List<String> asked = new ArrayList<>();

    private static PartMessage part(String upload, int number) {
        return new PartMessage("key of " + upload, upload, number, 9, 0, 5, "etag", null);
    }

    private List<Count> look(boolean open) {
        return giants.now(giant -> {
            asked.add(giant.uploadId());
            return open;
        });
    }

    @Test
    void aPartThatIsMovedTwiceCountsOnce() {
        giants.done(part("a", 1));
        giants.done(part("a", 1));
        giants.done(part("a", 7));
        giants.done(part("b", 1));
        assertThat(look(false))
                .containsExactlyInAnyOrder(new Count("key of a", "a", 9, 2), new Count("key of b", "b", 9, 1));
        assertThat(asked).isEmpty();
    }

    @Test
    void anObjectThatIsCompleteIsForgotten() {
        giants.done(part("a", 1));
        giants.done(new CompleteMessage("key of a", "a"));
        assertThat(look(true)).isEmpty();
    }

    @Test
    void anObjectThatRestsIsForgottenOnlyWhenItsUploadIsNoLongerOnRecord() {
        giants.done(part("a", 1));
        assertThat(look(true)).hasSize(1);
        assertThat(asked).isEmpty();
        assertThat(look(true)).hasSize(1);
        assertThat(asked).containsExactly("a");
        assertThat(look(true)).hasSize(1);
        assertThat(look(false)).isEmpty();
    }

    @Test
    void onlyTheLastOnesAreKept() {
        for (int i = 0; i < 30; i++) {
            giants.done(part("upload " + i, 1));
        }
        assertThat(look(true))
                .hasSize(10)
                .extracting(Count::uploadId)
                .contains("upload 29")
                .doesNotContain("upload 19");
    }
}

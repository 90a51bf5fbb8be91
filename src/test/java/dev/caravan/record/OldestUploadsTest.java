package dev.caravan.record;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.record.OpenUploads.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OldestUploadsTest {

    private static final Window ALL = new Window("", Long.MAX_VALUE, 3);

    @Test
    void keepsTheOldestAndGoesOnBehindThem() {
        List<OpenUpload> all = new ArrayList<>(
                List.of(upload("e", 0), upload("a", 5), upload("b", 7), upload("c", 7), upload("d", 9)));
        Collections.shuffle(all, new Random(7));
        List<OpenUpload> first = of(ALL, null, all);
        assertThat(first).extracting(OpenUpload::key).containsExactly("a", "b", "c");
        assertThat(of(ALL, first.get(2), all)).extracting(OpenUpload::key).containsExactly("d", "e");
    }

    @Test
    void whatHasNoAgeIsNeverOld() {
        Window old = new Window("", 7, 10);
        assertThat(of(old, null, List.of(upload("a", 0), upload("b", 6), upload("c", 7))))
                .extracting(OpenUpload::key)
                .containsExactly("b");
    }

    @Test
    void onlyKeysBelowTheDestinationCount() {
        Window below = new Window("to/", Long.MAX_VALUE, 10);
        assertThat(of(below, null, List.of(upload("to/a", 1), upload("other/b", 1), upload("to", 1))))
                .extracting(OpenUpload::key)
                .containsExactly("to/a");
    }

    private static List<OpenUpload> of(Window window, OpenUpload after, List<OpenUpload> all) {
        OldestUploads oldest = new OldestUploads(window, after);
        all.forEach(oldest::offer);
        return oldest.sorted();
    }

    private static OpenUpload upload(String key, long started) {
        return new OpenUpload(key, JobStatus.STARTED, 1, started, 1, "u-" + key, false);
    }
}

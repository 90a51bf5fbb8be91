package dev.caravan.report;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.record.JobStatus;
import dev.caravan.record.OpenUpload;
import dev.caravan.record.OpenUploads;
import dev.caravan.store.BegunUpload;
import dev.caravan.store.WritableStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UploadSweepTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    /** A store that must get no request. */
    private static final WritableStore NONE = (WritableStore) Proxy.newProxyInstance(
            UploadSweepTest.class.getClassLoader(),
            new Class<?>[] {WritableStore.class},
            (proxy, method, arguments) -> {
                throw new AssertionError("the store must get no request: " + method.getName());
            });

    private final StringWriter out = new StringWriter();
    private final Listed records = new Listed();

    @Test
    void tellsAgeSizePartsKeyAndUploadInALine() throws Exception {
        add("odd\n\u001b[2J\u202ekey", JobStatus.SPLIT_DONE, 8 * 86_400 + 3 * 3600, 8192, "id\u0007-1");
        assertThat(list(false, 10))
                .isEqualTo("    8 d 03 h     4.0 GiB  17 of 8192 parts  SPLIT_DONE  \"odd\\n\\u001b[2J\\u202ekey\""
                        + "  id\\u0007-1\n");
    }

    @Test
    void saysSoWhereAgeOrPartsAreNotKnown() throws Exception {
        records.all.add(new OpenUpload("a", JobStatus.STARTED, 0, 0, 0, "u", false));
        assertThat(list(false, 10)).isEqualTo("     unknown         0 B      ? of ? parts  STARTED  \"a\"  u\n");
    }

    @Test
    void tellsTheSameInJson() throws Exception {
        add("é\n", JobStatus.SPLIT_DONE, 90, 2, "u\"");
        records.all.add(new OpenUpload("b", JobStatus.STARTED, 7, 0, 0, "v", false));
        assertThat(list(true, 10))
                .isEqualTo("{\"key\":\"\\u00E9\\n\",\"status\":\"SPLIT_DONE\",\"started\":\"2026-11-22T02:58:30Z\","
                        + "\"ageSeconds\":90,\"size\":4294967296,\"partsDone\":17,\"parts\":2,\"uploadId\":\"u\\\"\","
                        + "\"fate\":\"OPEN\"}\n"
                        + "{\"key\":\"b\",\"status\":\"STARTED\",\"size\":7,\"uploadId\":\"v\",\"fate\":\"OPEN\"}\n");
    }

    @Test
    void listsAllInTheOrderOfTheirAgeThoughFewAreKeptInMemory() throws Exception {
        IntStream.range(0, 10).forEach(i -> add("k" + i, JobStatus.SPLIT_DONE, 60 + i / 3, 2, "u" + i));
        assertThat(list(false, 3).lines().map(line -> line.replaceAll(".*\"(.*)\".*", "$1")))
                .containsExactly("k9", "k6", "k7", "k8", "k3", "k4", "k5", "k0", "k1", "k2");
        assertThat(records.reads).isEqualTo(4);
    }

    @Test
    void showsWhatMayBeTheUploadThatAProcessWasAboutToBeginAndTouchesItNever() throws Exception {
        OpenUpload intent =
                new OpenUpload("k", JobStatus.STARTED, 7, NOW.minusSeconds(3600).toEpochMilli(), 2, "", false);
        records.all.add(intent);
        List<BegunUpload> there = List.of(
                new BegunUpload("before", NOW.minusSeconds(7200)),
                new BegunUpload("known", NOW.minusSeconds(3500)),
                new BegunUpload("maybe", NOW.minusSeconds(3599)));
        UploadList list = new UploadList(new PrintWriter(out), false, NOW);
        new UploadSweep(records, NONE, key -> there, list, UploadSweep.KEPT)
                .abort("", NOW.minusSeconds(60), "old", false);
        assertThat(out.toString().lines())
                .singleElement()
                .asString()
                .endsWith("\"k\"  maybe  left alone: not on record;"
                        + " a process ended when it was about to begin an upload of this key");
        assertThat(records.all).containsExactly(intent);
    }

    @Test
    void forgetsTheNoteOfAnUploadThatWasNotBegun() throws Exception {
        records.all.add(
                new OpenUpload("k", JobStatus.STARTED, 7, NOW.minusSeconds(3600).toEpochMilli(), 2, "", false));
        UploadList list = new UploadList(new PrintWriter(out), false, NOW);
        UploadSweep sweep = new UploadSweep(records, NONE, key -> List.of(), list, UploadSweep.KEPT);
        sweep.list("");
        sweep.abort("", NOW.minusSeconds(60), "old", true);
        assertThat(records.all).hasSize(1);
        sweep.abort("", NOW.minusSeconds(60), "old", false);
        assertThat(records.all).isEmpty();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void addsThemUp() throws Exception {
        UploadList list = new UploadList(new PrintWriter(out), false, NOW);
        add("a", JobStatus.SPLIT_DONE, 60, 2, "u");
        add("b", JobStatus.SPLIT_DONE, 61, 2, "v");
        new UploadSweep(records, null, key -> List.of(), list, UploadSweep.KEPT).list("");
        assertThat(list.totals()).isEqualTo("2 uploads, 8.0 GiB when complete");
    }

    private void add(String key, JobStatus status, long age, int parts, String uploadId) {
        records.all.add(
                new OpenUpload(key, status, 1L << 32, NOW.minusSeconds(age).toEpochMilli(), parts, uploadId, false));
    }

    private String list(boolean json, int kept) throws Exception {
        UploadList list = new UploadList(new PrintWriter(out), json, NOW);
        new UploadSweep(records, null, key -> List.of(), list, kept).list("");
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    /** Records that no test changes. */
    private static final class Listed implements OpenUploads {
        private static final Comparator<OpenUpload> ORDER = Comparator.comparing(
                        (OpenUpload upload) -> upload.started() == 0 ? Long.MAX_VALUE : upload.started())
                .thenComparing(OpenUpload::key);

        private final List<OpenUpload> all = new ArrayList<>();
        private int reads;

        @Override
        public List<OpenUpload> oldest(Window window, OpenUpload after) {
            reads++;
            return all.stream()
                    .filter(upload -> after == null || ORDER.compare(upload, after) > 0)
                    .sorted(ORDER)
                    .limit(window.most())
                    .toList();
        }

        @Override
        public long partsDone(OpenUpload upload) {
            return upload.status() == JobStatus.SPLIT_DONE ? 17 : UNKNOWN;
        }

        @Override
        public boolean claim(OpenUpload upload) {
            throw new AssertionError("no upload may be aborted");
        }

        @Override
        public Set<String> known(String key) {
            return Set.of("u", "known");
        }

        @Override
        public void gone(OpenUpload upload) {
            throw new AssertionError("nothing is asked of a store");
        }

        @Override
        public boolean forget(OpenUpload intended) {
            return all.remove(intended);
        }

        @Override
        public boolean aborted(OpenUpload upload, String why, Instant now) {
            throw new AssertionError("no upload may be aborted");
        }
    }
}

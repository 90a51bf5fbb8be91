package dev.caravan.finder.inventory;

import static dev.caravan.local.Assertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.store.KeyOrder;
import dev.caravan.store.ObjectSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedEntriesTest {

    private static final String[] PARTS = {"a", "b/", "2026-11-", "\u00fc", "\uFFFD", "\uD83D\uDE00", " ", "0000"};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {100, 1000, 20_000, 1 << 20})
    void entriesComeInTheOrderOfTheirKeysWhateverFitsIntoMemory(int mostBytes) throws IOException {
        TreeSet<String> keys = keys();
        List<String> shuffled = new ArrayList<>(keys);
        Collections.shuffle(shuffled, new Random(17));
        try (SortedEntries sorted = new SortedEntries(folder, mostBytes)) {
            for (String key : shuffled) {
                sorted.add(entry(key, 1));
            }
            sorted.finish();

            assertThat(all(sorted.from(new byte[0]))).containsExactlyElementsOf(keys);
            for (String from : List.of("a", "b/zzz", "\uFFFD", "\uD83D\uDE00a", "zz")) {
                assertThat(all(sorted.from(from.getBytes(UTF_8)))).containsExactlyElementsOf(keys.tailSet(from, true));
            }
        }
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void entriesInOrderGoIntoOneFile() throws IOException {
        try (SortedEntries sorted = new SortedEntries(folder, 200)) {
            for (String key : keys()) {
                sorted.add(entry(key, 1));
            }
            sorted.finish();
            assertThat(sorted.files()).isEqualTo(1);
        }
    }

    @Test
    void ofTheSameKeyTheNewestRemains() throws IOException {
        try (SortedEntries sorted = new SortedEntries(folder, 100)) {
            for (int i = 0; i < 50; i++) {
                sorted.add(entry("k", i % 37));
                sorted.add(entry("other", 1));
            }
            sorted.finish();
            SortedEntries.Merge merge = sorted.from(new byte[0]);
            assertThat(Entry.summary(merge.next()).lastModified()).isEqualTo(Instant.ofEpochMilli(36));
            assertThat(Entry.summary(merge.next()).key()).isEqualTo("other");
            assertThat(merge.next()).isNull();
        }
    }

    @Test
    void anEntryHoldsWhatAListingShows() {
        byte[] key = "a \u00fc\uD83D\uDE00".getBytes(UTF_8);
        for (String etag :
                List.of("0cc175b9c0f1b6a831c399e269772661", "0CC175B9C0F1B6A831C399E269772661", "", "abc-17")) {
            for (boolean opaque : new boolean[] {true, false}) {
                byte[] entry = Entry.of(key, key.length, 1L << 45, 1_700_000_000_123L, etag, opaque, "STANDARD_IA");
                assertThat(Entry.summary(entry))
                        .isEqualTo(new ObjectSummary(
                                new String(key, UTF_8),
                                1L << 45,
                                etag,
                                Instant.ofEpochMilli(1_700_000_000_123L),
                                "STANDARD_IA",
                                opaque));
            }
        }
    }

    private static TreeSet<String> keys() {
        Random random = new Random(4711);
        TreeSet<String> keys = new TreeSet<>(KeyOrder::compare);
        while (keys.size() < 3000) {
            StringBuilder key = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                key.append(PARTS[random.nextInt(PARTS.length)]);
            }
            keys.add(key.toString());
        }
        return keys;
    }

    private static byte[] entry(String key, long modified) {
        byte[] bytes = key.getBytes(UTF_8);
        return Entry.of(bytes, bytes.length, 1, modified, "etag", false, "");
    }

    private static List<String> all(SortedEntries.Merge merge) throws IOException {
        List<String> keys = new ArrayList<>();
        for (byte[] entry = merge.next(); entry != null; entry = merge.next()) {
            keys.add(Entry.summary(entry).key());
        }
        return keys;
    }
}

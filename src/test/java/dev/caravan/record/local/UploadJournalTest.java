package dev.caravan.record.local;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.record.local.UploadJournal.Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadJournalTest {

    private static final Entry INTENT = new Entry(0, "http://host/b", "odd\n\"key\u2028é", "", "e", 7, 2, 5, false);

    @TempDir
    private Path folder;

    @Test
    void whatHasNotEndedIsThereAgainAndInTheFileOnce() throws Exception {
        Path file = folder.resolve("u");
        Entry begun;
        try (UploadJournal journal = UploadJournal.open(file)) {
            assertThat(file).doesNotExist();
            begun = journal.put(journal.put(INTENT).begun("id"));
            journal.end(journal.put(INTENT));
            journal.force();
        }
        assertThat(Files.readAllLines(file)).hasSize(4);
        try (UploadJournal journal = UploadJournal.open(file)) {
            assertThat(journal.entries("")).containsExactly(begun);
            assertThat(journal.of("http://host/b", begun.key())).containsExactly(begun);
            assertThat(Files.readAllLines(file)).hasSize(1);
            assertThat(journal.put(INTENT).id()).isGreaterThan(begun.id());
        }
    }

    @Test
    void aLineThatWasBeingWrittenWhenTheProcessWasKilledIsLeftOut() throws Exception {
        Path file = folder.resolve("u");
        try (UploadJournal journal = UploadJournal.open(file)) {
            journal.put(INTENT);
        }
        Files.writeString(file, "{\"id\":2,\"key\":\"half", StandardOpenOption.APPEND);
        try (UploadJournal journal = UploadJournal.open(file)) {
            assertThat(journal.entries("")).containsExactly(INTENT.with(1));
            journal.put(INTENT);
        }
        assertThat(UploadJournal.read(file)).hasSize(2);
    }

    @Test
    void aLineThatEndsWithinACharacterIsLeftOut() throws Exception {
        Path file = folder.resolve("u");
        try (UploadJournal journal = UploadJournal.open(file)) {
            journal.put(INTENT);
        }
        byte[] half = "{\"id\":2,\"key\":\"halfé".getBytes(StandardCharsets.UTF_8);
        Files.write(file, Arrays.copyOf(half, half.length - 1), StandardOpenOption.APPEND);
        assertThat(UploadJournal.read(file)).containsExactly(Map.entry(1L, INTENT.with(1)));
    }

    @Test
    void theFileIsGoneWhenAllHaveEnded() throws Exception {
        Path file = folder.resolve("u");
        try (UploadJournal journal = UploadJournal.open(file)) {
            journal.put(INTENT);
            assertThat(file).exists();
            journal.end(journal.entries("").get(0));
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void twoBucketsKeepTheirTraceOfTheSameKey() throws Exception {
        Path file = folder.resolve("u");
        try (UploadJournal journal = UploadJournal.open(file)) {
            Entry here = journal.put(INTENT);
            Entry there = journal.put(new Entry(0, "http://host/c", INTENT.key(), "u", "e", 7, 2, 5, false));
            Entry older = journal.put(new Entry(0, "", INTENT.key(), "v", "e", 7, 2, 5, false));
            assertThat(journal.of("http://host/b", INTENT.key())).containsExactly(here, older);
            assertThat(journal.entries("http://host/c")).containsExactly(there, older);
        }
        try (UploadJournal journal = UploadJournal.open(file)) {
            assertThat(journal.entries("")).hasSize(3);
            assertThat(journal.entries("http://host/d"))
                    .extracting(Entry::uploadId)
                    .containsExactly("v");
        }
    }
}

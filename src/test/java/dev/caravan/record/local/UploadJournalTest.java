package dev.caravan.record.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.record.local.UploadJournal.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadJournalTest {

    private static final Entry INTENT = new Entry(0, "odd\n\"key\u2028é", "", "e", 7, 2, 5, false);

    @TempDir
    private Path folder;

    @Test
    void whatHasNotEndedIsThereAgainAndInTheFileOnce() throws Exception {
        Path file = folder.resolve("u");
        Entry begun;
        try (UploadJournal journal = UploadJournal.open(file, List.of())) {
            assertThat(file).doesNotExist();
            begun = journal.put(journal.put(INTENT).begun("id"));
            journal.end(journal.put(INTENT));
            journal.force();
        }
        assertThat(Files.readAllLines(file)).hasSize(4);
        try (UploadJournal journal = UploadJournal.open(file, List.of())) {
            assertThat(journal.entries()).containsExactly(begun);
            assertThat(journal.of(begun.key())).containsExactly(begun);
            assertThat(Files.readAllLines(file)).hasSize(1);
            assertThat(journal.put(INTENT).id()).isGreaterThan(begun.id());
        }
    }

    @Test
    void aLineThatWasBeingWrittenWhenTheProcessWasKilledIsLeftOut() throws Exception {
        Path file = folder.resolve("u");
        try (UploadJournal journal = UploadJournal.open(file, List.of())) {
            journal.put(INTENT);
        }
        Files.writeString(file, "{\"id\":2,\"key\":\"half", StandardOpenOption.APPEND);
        try (UploadJournal journal = UploadJournal.open(file, List.of())) {
            assertThat(journal.entries()).containsExactly(INTENT.with(1));
            journal.put(INTENT);
        }
        assertThat(UploadJournal.read(file)).hasSize(2);
    }

    @Test
    void theFileIsGoneWhenAllHaveEnded() throws Exception {
        Path file = folder.resolve("u");
        try (UploadJournal journal = UploadJournal.open(file, List.of(INTENT))) {
            assertThat(file).exists();
            journal.end(journal.entries().get(0));
        }
        assertThat(file).doesNotExist();
    }
}

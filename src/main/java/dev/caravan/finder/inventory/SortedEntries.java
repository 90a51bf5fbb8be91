package dev.caravan.finder.inventory;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorts entries by key in bounded memory: writes sorted temporary files and merges them. Entries that arrive in order
 * form one file. Of equal keys the last modified entry remains. Written by one thread; read by many once sorted.
 */
final class SortedEntries implements Closeable {

    private static final int MERGED = 16;

    private static final byte[] FIRST = {};
    private static final int MERGE_BUFFER = 64 << 10;
    private static final int READ_BUFFER = 16 << 10;

    /** The memory of an entry in addition to its bytes. */
    private static final int OVERHEAD = 24;

    private final Path folder;
    private final long mostBytes;
    private final List<List<Run>> levels = new ArrayList<>();
    private List<byte[]> held = new ArrayList<>();
    private long heldBytes;
    private Run last;
    private byte[] lastEntry;
    private List<Run> sorted = List.of();

    /**
     * @param folder of temporary files
     * @param mostBytes approximate bytes held in memory
     */
    SortedEntries(Path folder, long mostBytes) {
        this.folder = folder;
        this.mostBytes = mostBytes;
    }

    void add(byte[] entry) throws IOException {
        held.add(entry);
        heldBytes += entry.length + OVERHEAD;
        if (heldBytes >= mostBytes) {
            spill();
        }
    }

    /** Sorts the entries; no more may be added. */
    void finish() throws IOException {
        spill();
        held = List.of();
        List<Run> runs = new ArrayList<>();
        levels.forEach(runs::addAll);
        levels.clear();
        sorted = runs.size() > MERGED / 2 ? List.of(merge(runs)) : runs;
    }

    private void spill() throws IOException {
        if (held.isEmpty()) {
            return;
        }
        byte[][] entries = held.toArray(byte[][]::new);
        held.clear();
        heldBytes = 0;
        Arrays.sort(entries, Entry::compare);
        boolean follows = last != null && Entry.compare(lastEntry, entries[0]) < 0;
        if (!follows) {
            keep(0, new Run(folder));
        }
        try (Run.Writer out = last.new Writer()) {
            for (byte[] entry : entries) {
                out.write(entry);
            }
        }
        lastEntry = entries[entries.length - 1];
    }

    /** Adds a run to a level; merges a full level into the next one. */
    private void keep(int level, Run run) throws IOException {
        if (levels.size() == level) {
            levels.add(new ArrayList<>());
        }
        List<Run> runs = levels.get(level);
        if (runs.size() == MERGED) {
            List<Run> full = List.copyOf(runs);
            runs.clear();
            keep(level + 1, merge(full));
        }
        runs.add(run);
        if (level == 0) {
            last = run;
        }
    }

    /** Merges runs into one and deletes them. */
    private Run merge(List<Run> runs) throws IOException {
        Run merged = new Run(folder);
        try (Run.Writer out = merged.new Writer()) {
            Merge merge = new Merge(
                    runs.stream().map(run -> run.readFrom(FIRST, MERGE_BUFFER)).toList());
            for (byte[] entry = merge.next(); entry != null; entry = merge.next()) {
                out.write(entry);
            }
        }
        for (Run run : runs) {
            run.close();
        }
        return merged;
    }

    int files() {
        return sorted.size();
    }

    /** Returns the sorted entries from a key on. */
    Merge from(byte[] key) throws IOException {
        Merge merge = new Merge(
                sorted.stream().map(run -> run.readFrom(key, READ_BUFFER)).toList());
        merge.skipTo(key);
        return merge;
    }

    @Override
    public void close() throws IOException {
        held = List.of();
        for (Run run : sorted) {
            run.close();
        }
        for (List<Run> runs : levels) {
            for (Run run : runs) {
                run.close();
            }
        }
    }

    /** Merges runs while reading. Used by one thread at a time. */
    static final class Merge {

        /** A run with its next entry. */
        private static final class Head {
            private final Run.Reader reader;
            private byte[] entry;

            private Head(Run.Reader reader) throws IOException {
                this.reader = reader;
                this.entry = reader.next();
            }
        }

        private final PriorityQueue<Head> heads =
                new PriorityQueue<>(Comparator.comparing((Head head) -> head.entry, Entry::compare));
        private byte[] next;

        private Merge(List<Run.Reader> readers) throws IOException {
            for (Run.Reader reader : readers) {
                Head head = new Head(reader);
                if (head.entry != null) {
                    heads.add(head);
                }
            }
            next = unique();
        }

        private void skipTo(byte[] key) throws IOException {
            while (next != null && Entry.compareKey(next, key) < 0) {
                next = unique();
            }
        }

        /** Returns the next entry without taking it; null at the end. */
        byte[] peek() {
            return next;
        }

        /** Returns the next entry; null at the end. */
        byte[] next() throws IOException {
            byte[] taken = next;
            if (taken != null) {
                next = unique();
            }
            return taken;
        }

        private byte[] unique() throws IOException {
            byte[] best = take();
            while (best != null && !heads.isEmpty() && Entry.compare(best, heads.peek().entry) == 0) {
                byte[] other = take();
                best = Entry.modified(other) > Entry.modified(best) ? other : best;
            }
            return best;
        }

        private byte[] take() throws IOException {
            Head head = heads.poll();
            if (head == null) {
                return null;
            }
            byte[] entry = head.entry;
            head.entry = head.reader.next();
            if (head.entry != null) {
                heads.add(head);
            }
            return entry;
        }
    }
}

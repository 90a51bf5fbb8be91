package dev.caravan.record.local;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.job.Printable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of uploads that {@code sync} has begun, or was about to, and that aren't known to have ended: an
 * append-only file beside the database, one JSON object a line. Unlike the database it stays valid when the process is
 * killed. It exists only while there are such uploads.
 */
public final class UploadJournal implements AutoCloseable {

    /**
     * One upload.
     *
     * @param destination the bucket, as {@link dev.caravan.job.Side#location} names it; empty in files of older
     *     versions
     * @param key the destination's key
     * @param uploadId empty until the store has answered
     * @param begun before the request to the store, in epoch milliseconds
     * @param claimed whether it is about to be aborted
     */
    public record Entry(
            long id,
            String destination,
            String key,
            String uploadId,
            String sourceEtag,
            long size,
            int parts,
            long begun,
            boolean claimed) {

        public Entry {
            destination = Objects.requireNonNullElse(destination, "");
            uploadId = Objects.requireNonNullElse(uploadId, "");
        }

        Entry with(long newId) {
            return new Entry(newId, destination, key, uploadId, sourceEtag, size, parts, begun, claimed);
        }

        public Entry begun(String id) {
            return new Entry(this.id, destination, key, id, sourceEtag, size, parts, begun, claimed);
        }

        Entry claim() {
            return new Entry(id, destination, key, uploadId, sourceEtag, size, parts, begun, true);
        }

        /** Returns whether it may be an upload to this bucket; empty for any. */
        boolean isTo(String bucket) {
            return destination.isEmpty() || bucket.isEmpty() || destination.equals(bucket);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.copy");
    /** Apart, because most runs begin no upload, and Jackson takes 350 classes. */
    private static final class Json {
        static final ObjectMapper LINES =
                new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    }

    private final Path file;
    private final Map<Long, Entry> entries;
    private final Object forcing = new Object();
    private volatile FileChannel out;
    private long last;
    private final AtomicLong written = new AtomicLong();
    private long forced;

    private UploadJournal(Path file, Map<Long, Entry> entries) {
        this.file = file;
        this.entries = entries;
        this.last = entries.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** Returns a journal that ends with the process. */
    public static UploadJournal inMemory() {
        return new UploadJournal(null, new TreeMap<>());
    }

    /** Opens the journal and rewrites its file without ended uploads. */
    static UploadJournal open(Path file) throws IOException {
        UploadJournal journal = new UploadJournal(file, read(file));
        if (journal.entries.isEmpty()) {
            Files.deleteIfExists(file);
        } else {
            journal.rewrite();
        }
        return journal;
    }

    /** Reads the file. Ignores damaged lines, such as an incomplete last one, which a killed process leaves. */
    static Map<Long, Entry> read(Path file) throws IOException {
        Map<Long, Entry> entries = new TreeMap<>();
        if (!Files.exists(file)) {
            return entries;
        }
        // Unlike a reader of Files, this one doesn't fail at half a character.
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    take(Json.LINES.readTree(line), entries);
                } catch (IOException e) {
                    LOG.warn("a line of {} can't be read, and is left out", Printable.of(file.toString()));
                }
            }
        }
        return entries;
    }

    private static void take(JsonNode line, Map<Long, Entry> entries) throws IOException {
        long id = line.path("id").asLong();
        if (line.path("ended").asBoolean()) {
            entries.remove(id);
        } else if (id > 0) {
            entries.put(id, Json.LINES.treeToValue(line, Entry.class));
        }
    }

    private void rewrite() throws IOException {
        Path renewed = Path.of(file + ".new");
        try (FileChannel channel = FileChannel.open(
                renewed, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (Entry entry : entries.values()) {
                write(channel, line(entry));
            }
            channel.force(true);
        }
        Files.move(renewed, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder();
    }

    private static byte[] line(Entry entry) throws IOException {
        return (Json.LINES.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void write(FileChannel channel, byte[] line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Forces the folder to disk, else the name of a new file may be lost. */
    private void forceFolder() {
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            LOG.debug("a folder can't be forced to the disk here", e);
        }
    }

    /** Adds an entry with a new ID, or replaces that with the same ID, without forcing it to disk. */
    public synchronized Entry put(Entry entry) throws IOException {
        Entry added = entry.id() > 0 ? entry : entry.with(++last);
        append(line(added));
        entries.put(added.id(), added);
        return added;
    }

    public synchronized void end(Entry entry) throws IOException {
        append(("{\"id\":" + entry.id() + ",\"ended\":true}\n").getBytes(StandardCharsets.UTF_8));
        entries.remove(entry.id());
    }

    private void append(byte[] line) throws IOException {
        if (file == null) {
            return;
        }
        if (out == null) {
            boolean fresh = !Files.exists(file);
            out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (fresh) {
                forceFolder();
            }
        }
        write(out, line);
        written.incrementAndGet();
    }

    /** Forces entries to disk. Waiting threads share one forced write. */
    public void force() throws IOException {
        long mine = written.get();
        synchronized (forcing) {
            if (forced < mine) {
                long all = written.get();
                out.force(false);
                forced = all;
            }
        }
    }

    /** Returns the entries of a bucket; of all buckets for an empty text. */
    synchronized List<Entry> entries(String bucket) {
        return entries.values().stream().filter(entry -> entry.isTo(bucket)).toList();
    }

    /** Returns the entries of a key in a bucket, oldest first. */
    public synchronized List<Entry> of(String bucket, String key) {
        return entries.values().stream()
                .filter(entry -> entry.key().equals(key) && entry.isTo(bucket))
                .toList();
    }

    @Override
    public synchronized void close() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
        if (entries.isEmpty() && file != null) {
            Files.deleteIfExists(file);
        }
    }
}

package dev.caravan.finder.inventory;

import dev.caravan.finder.inventory.Manifest.DataFile;
import dev.caravan.job.Choice;
import dev.caravan.job.Digests;
import dev.caravan.job.FileProblem;
import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.StoreException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The objects of a source's inventory, sorted on disk. Closing it deletes the temporary files. */
public final class Inventory implements AutoCloseable {

    /** The largest manifest; one of a hundred thousand files is smaller. */
    private static final int MOST_MANIFEST_BYTES = 64 << 20;

    /** The maximum memory for entries, also limited by a part of the heap. */
    private static final long MOST_HELD = 32L << 20;

    private static final int PART_OF_HEAP = 8;

    private final InventoryFiles files;
    private final Choice choice;
    private final Manifest manifest;
    private final String name;
    private final Path folder;
    private final SortedEntries sorted;
    private final BooleanSupplier stopped;
    private final Row row = new Row();
    private long objects;

    private Inventory(Job job, InventoryFiles files, Manifest manifest, Path folder, BooleanSupplier stopped) {
        this.files = files;
        this.choice = job.choice();
        this.manifest = manifest;
        this.name = name(job);
        this.stopped = stopped;
        this.folder = folder;
        this.sorted = new SortedEntries(
                folder, Math.min(MOST_HELD, Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
    }

    /**
     * Reads and sorts an inventory.
     *
     * @param folder of temporary files
     * @param stopped whether the run should end
     * @throws InventoryException if it is incomplete or not of the job's source
     */
    public static Inventory read(Job job, InventoryFiles files, Path folder, BooleanSupplier stopped)
            throws InventoryException, InterruptedException {
        Inventory inventory = new Inventory(job, files, manifest(job, files), folder, stopped);
        try {
            inventory.readFiles();
            return inventory;
        } catch (InventoryException | InterruptedException | RuntimeException e) {
            inventory.close();
            throw e;
        }
    }

    /**
     * Reads only the manifest and describes it.
     *
     * @throws InventoryException if {@link #read} would reject it
     */
    public static String describe(Job job, InventoryFiles files) throws InventoryException, InterruptedException {
        Manifest manifest = manifest(job, files);
        return name(job) + ": " + manifest.files().size() + " files of " + manifest.format()
                + (manifest.created() == null ? "" : " as of " + manifest.created());
    }

    private static String name(Job job) {
        return Printable.of(job.choice().inventory());
    }

    private static Manifest manifest(Job job, InventoryFiles files) throws InventoryException, InterruptedException {
        String name = name(job);
        Manifest manifest;
        try (InputStream stream = files.openManifest()) {
            byte[] text = stream.readNBytes(MOST_MANIFEST_BYTES + 1);
            if (text.length > MOST_MANIFEST_BYTES) {
                throw InventoryException.wrong(name + " is too long for a manifest");
            }
            manifest = Manifest.parse(text, name);
        } catch (IOException | StoreException e) {
            throw InventoryException.unread(name + " can't be read: " + FileProblem.reason(e), e);
        }
        String bucket = job.source().bucket();
        if (!manifest.sourceBucket().equals(bucket) && !bucket.startsWith("arn:")) {
            throw InventoryException.wrong(name + " is the inventory of the bucket "
                    + Printable.of(manifest.sourceBucket()) + ", not of " + Printable.of(bucket));
        }
        if (manifest.format().equals(Manifest.CSV)) {
            requireColumns(
                    manifest.fields().stream()
                            .map(Column::inCsv)
                            .filter(Objects::nonNull)
                            .toList(),
                    name,
                    job.choice());
        }
        return manifest;
    }

    /** Returns the number of objects; some may be repeated. */
    public long objects() {
        return objects;
    }

    /** Returns when it was started; null if unknown. */
    public Instant created() {
        return manifest.created();
    }

    /** Returns the store with the inventory as its listing. */
    public ObjectStore over(ObjectStore store) {
        return new InventoryStore(store, sorted);
    }

    private void readFiles() throws InventoryException, InterruptedException {
        for (DataFile file : manifest.files()) {
            readFile(file);
        }
        try {
            sorted.finish();
        } catch (IOException e) {
            throw cannotSort(e);
        }
    }

    private static void requireColumns(Collection<Column> present, String name, Choice choice)
            throws InventoryException {
        Set<Column> needed = EnumSet.of(Column.KEY, Column.SIZE, Column.LAST_MODIFIED, Column.ETAG);
        if (present.contains(Column.VERSION)) {
            needed.add(Column.IS_LATEST);
            needed.add(Column.IS_DELETE_MARKER);
        }
        if (!choice.limits().storageClasses().isEmpty()) {
            needed.add(Column.STORAGE_CLASS);
        }
        present.forEach(needed::remove);
        if (!needed.isEmpty()) {
            throw InventoryException.wrong(name + " has no column "
                    + String.join(
                            ", ", needed.stream().map(column -> column.inCsv).toList())
                    + "; add it to the inventory's configuration");
        }
    }

    private void readFile(DataFile file) throws InventoryException, InterruptedException {
        try {
            if (manifest.format().equals(Manifest.CSV)) {
                readCsv(file);
            } else {
                readParquet(file);
            }
        } catch (ZipException | EOFException e) {
            String what = e.getMessage() == null ? "ends too early" : e.getMessage();
            throw InventoryException.unread(place(file) + " is not whole: " + what, e);
        } catch (UncheckedIOException e) {
            throw cannotSort(e.getCause());
        } catch (IOException | StoreException e) {
            throw InventoryException.unread(place(file) + " can't be read: " + FileProblem.reason(e), e);
        }
    }

    private void readCsv(DataFile file) throws IOException, InventoryException, InterruptedException {
        MessageDigest md5 = Digests.ofContent("MD5");
        try (InputStream opened = files.open(file.key());
                DigestInputStream raw = new DigestInputStream(new BufferedInputStream(opened, 1 << 16), md5)) {
            boolean gzip = file.key().toLowerCase(Locale.ROOT).endsWith(".gz");
            readRows(file, new CsvFile(gzip ? new GZIPInputStream(raw, 1 << 16) : raw, manifest.fields()));
            // Bytes after the last row are part of the digest too.
            raw.transferTo(OutputStream.nullOutputStream());
        }
        requireMd5(file, md5);
    }

    /** Copies a Parquet file to this machine, since it is read from its end. */
    private void readParquet(DataFile file) throws IOException, InventoryException, InterruptedException {
        MessageDigest md5 = Digests.ofContent("MD5");
        try (TemporaryFile copy = temporaryFile()) {
            try (InputStream opened = files.open(file.key());
                    DigestInputStream raw = new DigestInputStream(opened, md5)) {
                copy(raw, copy.stream());
            }
            requireMd5(file, md5);
            ParquetFile rows = new ParquetFile(copy.access());
            requireColumns(rows.columns(), name, choice);
            readRows(file, rows);
        } catch (IllegalArgumentException e) {
            throw InventoryException.unread(place(file) + problem(e), e);
        }
    }

    /** Returns the text after a file's name: its predicate, or a sentence with another subject. */
    private static String problem(IllegalArgumentException e) {
        String problem = e.getMessage();
        return (problem.startsWith("a ") || problem.startsWith("the ") ? ": " : " ") + problem;
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            try {
                to.write(buffer, 0, count);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private TemporaryFile temporaryFile() throws InventoryException {
        try {
            return new TemporaryFile(folder);
        } catch (IOException e) {
            throw cannotSort(e);
        }
    }

    private void requireMd5(DataFile file, MessageDigest md5) throws InventoryException {
        String computed = HexFormat.of().formatHex(md5.digest());
        if (!file.md5().isEmpty() && !file.md5().equals(computed)) {
            throw InventoryException.unread(
                    place(file) + " has the MD5 " + computed + ", but the manifest says " + Printable.of(file.md5())
                            + ": it was changed or cut short",
                    null);
        }
    }

    private void readRows(DataFile file, Rows rows) throws IOException, InventoryException {
        try {
            while (rows.read(row)) {
                take();
            }
        } catch (IllegalArgumentException e) {
            String where = rows.number() == 0 ? problem(e) : ", row " + rows.number() + ": " + e.getMessage();
            throw InventoryException.unread(place(file) + where, e);
        }
    }

    private void take() throws InventoryException {
        if (!row.isListed()) {
            return;
        }
        if ((++objects & 0xFFFF) == 0 && stopped.getAsBoolean()) {
            throw InventoryException.unread("stopped while " + name + " was read", null);
        }
        byte[] entry = row.entry();
        try {
            sorted.add(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InventoryException cannotSort(IOException cause) {
        return InventoryException.unread(
                name + " can't be kept in the folder of temporary files: " + FileProblem.reason(cause)
                        + ". Name one with more room by CARAVAN_JAVA_OPTS=-Djava.io.tmpdir=FOLDER",
                cause);
    }

    private String place(DataFile file) {
        return name + ": " + Printable.of(file.key());
    }

    @Override
    public void close() {
        try {
            sorted.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.close();
    }
}

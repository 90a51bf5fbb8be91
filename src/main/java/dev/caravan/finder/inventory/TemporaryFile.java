package dev.caravan.finder.inventory;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A temporary file, which has no name any more where the system can do that: nothing is left of it however the process ends. Not a channel:
 * an interrupt, which ends a listing, would close that for all others.
 */
final class TemporaryFile implements Closeable {

    private final Path path;
    private final RandomAccessFile file;

    /** An empty file in a folder. */
    TemporaryFile(Path folder) throws IOException {
        path = Files.createTempFile(folder, "caravan-inventory-", ".tmp");
        file = new RandomAccessFile(path.toFile(), "rw");
        try {
            Files.delete(path);
        } catch (IOException e) {
            // A system that can't delete an open file: close() does it.
            path.toFile().deleteOnExit();
        }
    }

    RandomAccessFile access() {
        return file;
    }

    /** Returns a stream that writes where the file stands; it needs no closing. */
    OutputStream stream() throws IOException {
        return new FileOutputStream(file.getFD());
    }

    @Override
    public void close() throws IOException {
        file.close();
        Files.deleteIfExists(path);
    }
}

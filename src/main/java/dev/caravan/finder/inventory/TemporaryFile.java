package dev.caravan.finder.inventory;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A temporary file that is unlinked where the system allows it, so that it disappears with the process. Doesn't use a
 * channel, which an interrupt (of a listing that ends) would close for all readers.
 */
final class TemporaryFile implements Closeable {

    private final Path path;
    private final RandomAccessFile file;

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

    /** Returns a stream that writes at the file's position; needs no close. */
    OutputStream stream() throws IOException {
        return new FileOutputStream(file.getFD());
    }

    @Override
    public void close() throws IOException {
        file.close();
        Files.deleteIfExists(path);
    }
}

package dev.caravan.component.s3;

import dev.caravan.component.wire.SourceFailure;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Semaphore;

/**
 * Content in a temporary file, for stores that require its MD5 before the content. Memory use doesn't grow; at most
 * {@link #MOST} contents are held at a time.
 *
 * @param md5 in hexadecimal
 */
record HeldContent(FileChannel file, ObjectContent content, String md5) implements AutoCloseable {

    static final int MOST = 8;

    private static final Semaphore PLACES = new Semaphore(MOST);

    static HeldContent of(ObjectContent content, String what) {
        try {
            PLACES.acquire();
        } catch (InterruptedException e) {
            throw StoreErrors.interrupted(what, e);
        }
        FileChannel file = null;
        boolean held = false;
        try {
            file = create();
            ContentBody body = new ContentBody(content, true);
            body.writeTo(Channels.newOutputStream(file));
            file.position(0);
            ObjectContent again = content.through(Channels.newInputStream(file));
            held = true;
            return new HeldContent(file, again, body.md5Hex());
        } catch (SourceFailure e) {
            throw new TransientException(what + ": " + e.getMessage(), 0, "SourceFailed", e);
        } catch (IOException e) {
            throw new TransientException(
                    what + ": the content can't be kept in " + System.getProperty("java.io.tmpdir")
                            + " until its MD5 is known: " + e.getMessage(),
                    0,
                    "TemporaryFile",
                    e);
        } finally {
            if (!held) {
                close(file);
            }
        }
    }

    /** Creates a file that is already unlinked, so it disappears however the process ends. */
    private static FileChannel create() throws IOException {
        Path path = Files.createTempFile("caravan", "");
        return FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    @Override
    public void close() {
        close(file);
    }

    private static void close(FileChannel file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // The written bytes have no further use.
        } finally {
            PLACES.release();
        }
    }
}

package dev.caravan.component.s3;

import dev.caravan.component.wire.SourceFailure;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.Semaphore;

/**
 * Content in a temporary file, for stores that require its MD5 before the content. Memory use doesn't grow; at most
 * {@link #MOST} contents are held at a time.
 */
final class HeldContent implements AutoCloseable {

    static final int MOST = 8;

    private static final Semaphore PLACES = new Semaphore(MOST);
    private static final int PIECE = 128 * 1024;

    private final FileChannel file;
    private final ObjectContent content;
    private final byte[] md5;

    private HeldContent(FileChannel file, ObjectContent content, byte[] md5) {
        this.file = file;
        this.content = content;
        this.md5 = md5;
    }

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
            MessageDigest md5 = ContentBody.md5();
            copy(content, file, md5);
            file.position(0);
            ObjectContent again = content.through(Channels.newInputStream(file));
            held = true;
            return new HeldContent(file, again, md5.digest());
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

    private static void copy(ObjectContent content, FileChannel file, MessageDigest md5) throws IOException {
        InputStream in = content.stream();
        byte[] piece = new byte[(int) Math.max(1, Math.min(PIECE, content.length()))];
        long done = 0;
        while (done < content.length()) {
            int room = (int) Math.min(piece.length, content.length() - done);
            int n = ContentBody.read(in, piece, 0, room, done, content.length());
            md5.update(piece, 0, n);
            ByteBuffer bytes = ByteBuffer.wrap(piece, 0, n);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            done += n;
        }
    }

    ObjectContent content() {
        return content;
    }

    /** Returns the value for Content-MD5. */
    String md5Base64() {
        return Base64.getEncoder().encodeToString(md5);
    }

    byte[] md5() {
        return md5;
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
            // What was written is of no use any more.
        } finally {
            PLACES.release();
        }
    }
}

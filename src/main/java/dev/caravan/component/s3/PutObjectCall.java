package dev.caravan.component.s3;

import dev.caravan.checksum.SummedStream;
import dev.caravan.component.s3.CheckedWrite.Stored;
import dev.caravan.job.Digests;
import dev.caravan.job.Printable;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.DeniedException;
import dev.caravan.store.DigestException;
import dev.caravan.store.GoneException;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.PutRequest;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Writes a whole object in one request. */
record PutObjectCall(
        S3Wire wire,
        WriteHeaders writeHeaders,
        CheckedWrite write,
        NoOverwrite noOverwrite,
        GetObjectCall getObject,
        CopyCalls copy) {

    private static final String MD5_OF_NOTHING = "d41d8cd98f00b204e9800998ecf8427e";

    String put(PutRequest request, ObjectContent content) {
        S3Request put = S3Request.object("PUT", "PUT", request.key());
        ObjectMetadata metadata = writeHeaders.accepted(request.metadata());
        writeHeaders.add(put.headers(), metadata);
        String md5 = request.md5() == null && content.length() == 0 ? MD5_OF_NOTHING : request.md5();
        noOverwrite.requireFree(put);
        noOverwrite.add(put);
        ContentChecksum kept = request.announced() ? write.checksums().kept(content) : null;
        Stored stored;
        try {
            stored = kept != null
                    ? write.kept(put, content, md5, kept)
                    : md5 != null && request.announced()
                            ? write.announced(put, content, md5)
                            : write.send(
                                    put,
                                    md5 == null ? content : expected(put, content, md5),
                                    () -> getObject.head(put.key()).size(),
                                    Kind.CRC32C);
        } catch (StoreException e) {
            if (e.code().equals(WriteChecksums.NOT_CONFIRMED) && put.headers().has("x-amz-trailer")) {
                removeEncoding(put, metadata);
            }
            if (writeHeaders.refuses(metadata, e)) {
                throw CheckedWrite.again(e.getMessage(), e.status(), e.code(), e);
            }
            throw noOverwrite.meaning(put, e);
        }
        if (put.headers().has("x-amz-trailer") && !write.checksums().dropsFraming()) {
            checkEncoding(put, stored.etag(), metadata);
        }
        return stored.etag().isEmpty() ? found(put, content.length(), md5 == null ? stored.md5() : md5) : stored.etag();
    }

    /** Returns a content whose last byte is held back if it has another MD5, so the store gets none of it. */
    private ObjectContent expected(S3Request put, ObjectContent content, String md5) {
        MessageDigest digest = Digests.ofContent("MD5");
        Runnable require = () -> {
            String read = HexFormat.of().formatHex(digest.digest());
            if (!md5.equalsIgnoreCase(read)) {
                throw new DigestException(
                        wire.what(put) + ": bytes with the MD5 " + read + " were read, but they should have "
                                + Printable.of(md5),
                        0,
                        "SourceMismatch",
                        read);
            }
        };
        if (content.length() == 0) {
            // No byte will be read.
            require.run();
        }
        return content.through(new SummedStream(content.stream(), content.length(), digest::update, require));
    }

    /**
     * Looks whether the store keeps the framing of a trailer as an encoding of the object, once per store. If so, it
     * removes the encoding at once: a later run wouldn't see it.
     */
    private void checkEncoding(S3Request put, String etag, ObjectMetadata metadata) {
        String framed;
        try {
            framed = getObject.framed(put.key());
        } catch (GoneException | NotFoundException | DeniedException e) {
            // The object is stored all the same. The next one is looked at.
            return;
        }
        if (framed == null) {
            write.checksums().framingDropped();
            return;
        }
        boolean removed = framed.equals(etag) && removesEncoding(put, etag, metadata);
        write.checksums().framingKept(wire.what(put), removed);
    }

    private boolean removesEncoding(S3Request put, String etag, ObjectMetadata metadata) {
        try {
            return copy.replaceMetadata(put.key(), etag, metadata);
        } catch (StoreException e) {
            return false;
        }
    }

    /** Removes the encoding from an object that counts as failed, if the store keeps it. */
    private void removeEncoding(S3Request put, ObjectMetadata metadata) {
        try {
            String framed = getObject.framed(put.key());
            if (framed != null) {
                removesEncoding(put, framed, metadata);
            }
        } catch (StoreException e) {
            // The object keeps what it has.
        }
    }

    /**
     * Looks the object up after an answer without an ETag, which may not come from the store: the key may still have an
     * older object of the same size. {@code md5} is empty if unknown.
     */
    private String found(S3Request put, long length, String md5) {
        ObjectInfo there;
        try {
            there = getObject.head(put.key());
        } catch (GoneException | NotFoundException e) {
            throw notStored(put, "the object is not there", e);
        }
        if (there.size() != length) {
            throw notStored(put, "the object has " + there.size() + " bytes, not " + length, null);
        }
        boolean compared = write.checksums().comparesMd5() && there.etagIsMd5() && !md5.isEmpty();
        if (compared && !there.etag().equalsIgnoreCase(md5)) {
            throw notStored(
                    put,
                    "the object has the ETag " + there.etag() + ", not the MD5 " + md5
                            + " (where ETags are no MD5s use --checksum none)",
                    null);
        }
        return there.etag();
    }

    private TransientException notStored(S3Request put, String why, StoreException cause) {
        // No cause: this failure isn't about a missing source object.
        return new TransientException(
                wire.what(put) + ": the answer has no ETag, and " + why, cause == null ? 200 : 404, "NotStored");
    }
}

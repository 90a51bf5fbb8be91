package dev.caravan.component.s3;

import dev.caravan.component.wire.Answer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads objects as they are stored. Some services decompress an object unless the request accepts its content encoding
 * (Cloudflare R2, "Unsupported S3 API operations"; Google Cloud Storage, "Decompressive transcoding"). Their answer has
 * no length, or another one than the listing. Proxies compress what a request accepts, so encodings are accepted only
 * then.
 */
final class StoredReads {

    private static final String ENCODINGS = "gzip, br, zstd";

    private final S3Wire wire;
    private volatile boolean withoutLengths;

    StoredReads(S3Wire wire) {
        this.wire = wire;
    }

    /** Sends a HEAD request; {@code again} makes the same one for a repetition. */
    Answer head(S3Request request, Supplier<S3Request> again) {
        return sent(request, again, wire::sendForHead, -1);
    }

    /**
     * Sends a GET request; {@code again} makes the same one for a repetition.
     *
     * @param size of the stored object in bytes; negative if unknown
     */
    Answer get(S3Request request, Supplier<S3Request> again, long size) {
        return sent(request, again, wire::send, size);
    }

    private Answer sent(S3Request request, Supplier<S3Request> again, Function<S3Request, Answer> send, long size) {
        Answer answer = send.apply(request);
        if (withoutLengths || hasLength(answer, size)) {
            return answer;
        }
        answer.abandon();
        Answer encoded = send.apply(again.get().accept(ENCODINGS));
        if (hasLength(encoded, -1) || isEncoded(encoded)) {
            return encoded;
        }
        encoded.abandon();
        // This store never announces a length.
        withoutLengths = true;
        return send.apply(again.get());
    }

    private static boolean hasLength(Answer answer, long size) {
        long length = Answer.number(answer.header("Content-Length"));
        return answer.header("Transfer-Encoding").isEmpty() && length >= 0 && (size < 0 || length == size);
    }

    /** Returns whether the content is encoded, but not by a proxy, which makes the ETag a weak one. */
    private static boolean isEncoded(Answer answer) {
        return !answer.header("Content-Encoding").isEmpty()
                && !answer.header("ETag").startsWith("W/");
    }
}

package dev.caravan.component.s3;

import dev.caravan.store.ArchivedException;
import dev.caravan.store.ByteRange;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GetRequest;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.OccupiedException;
import dev.caravan.store.SendAgainException;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.util.function.Function;

/**
 * Keeps one kind of write request from overwriting. Each request carries the condition that the key has no object (RFC 9110, 13.1.2). A store
 * that ignores the condition gives no sign of it. So the key is also read before each write, until an answer has shown that the store evaluates
 * the condition, unless the store's documentation says so.
 */
final class NoOverwrite {

    private static final int NOT_MODIFIED = 304;
    private static final int PRECONDITION_FAILED = 412;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int NOT_IMPLEMENTED = 501;

    private final boolean wanted;
    private final S3Wire wire;
    private final Function<GetRequest, ObjectContent> get;
    private volatile boolean evaluated;
    private volatile boolean unknown;

    /**
     * Keeps the requests of one kind.
     *
     * @param wanted whether nothing may be overwritten; if not, this does nothing
     * @param documented whether the store's documentation says that it evaluates the condition
     * @param get reads an object, and proves that there is none
     */
    NoOverwrite(boolean wanted, boolean documented, S3Wire wire, Function<GetRequest, ObjectContent> get) {
        this.wanted = wanted;
        this.wire = wire;
        this.evaluated = documented;
        this.get = get;
    }

    /** Requires that the key of a write has no object, unless the store refuses the write itself. */
    void requireFree(S3Request write) {
        if (wanted && !evaluated) {
            requireNone(write);
        }
    }

    /** Requires that the key has no object, before an upload, so that no parts move for nothing. */
    void requireFreeEarly(S3Request create) {
        if (wanted) {
            requireNone(create);
        }
    }

    private void requireNone(S3Request write) {
        if (isTaken(write.key())) {
            throw taken(write, PRECONDITION_FAILED);
        }
    }

    /** Adds the condition to a write. */
    void add(S3Request write) {
        if (wanted && !unknown) {
            write.headers().add("if-none-match", "*");
        }
    }

    /** Returns what the failure of a write with the condition means. */
    StoreException meaning(S3Request write, StoreException failure) {
        int status = failure.status();
        if (!wanted) {
            return failure;
        }
        if (status == PRECONDITION_FAILED || status == NOT_MODIFIED) {
            return refused(write, failure);
        }
        if (status == NOT_IMPLEMENTED && failure instanceof InvalidException && !unknown) {
            unknown = true;
            evaluated = false;
            return new SendAgainException(
                    failure.getMessage() + " (the next attempt goes without a condition)",
                    status,
                    failure.code(),
                    null);
        }
        return failure;
    }

    /** A copy has a condition on its source too, and what stood at the key may be gone again. */
    private StoreException refused(S3Request write, StoreException failure) {
        try {
            if (isTaken(write.key())) {
                evaluated = true;
                return taken(write, failure.status());
            }
        } catch (DeniedException e) {
            return taken(write, failure.status());
        } catch (StoreException e) {
            return e;
        }
        return failure.status() == NOT_MODIFIED
                ? new TransientException(failure.getMessage(), failure.status(), failure.code(), null)
                : failure;
    }

    private OccupiedException taken(S3Request write, int status) {
        return new OccupiedException(
                wire.what(write) + ": the destination has another object of this name, which must not be overwritten",
                status,
                "PreconditionFailed");
    }

    /** Only the answer to a GET proves that there is no object. */
    private boolean isTaken(String key) {
        try {
            get.apply(new GetRequest(key, new ByteRange(0, 1), null)).close();
            return true;
        } catch (GoneException e) {
            return false;
        } catch (ArchivedException e) {
            return true;
        } catch (InvalidException e) {
            if (e.status() == RANGE_NOT_SATISFIABLE) {
                // An empty object has no first byte.
                return true;
            }
            throw e;
        }
    }
}

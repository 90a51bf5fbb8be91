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
 * Keeps one kind of write from overwriting. Each request carries the condition that the key has no object (RFC 9110,
 * 13.1.2). A store may ignore it silently. So the key is also read before each write, until an answer shows that the
 * store evaluates the condition or unless its documentation says so.
 */
final class NoOverwrite {

    private static final String CONDITION = "if-none-match";

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
     * Protects one kind of request.
     *
     * @param wanted whether to protect; else this does nothing
     * @param documented whether the store documents the condition
     * @param get reads an object, or proves that there is none
     */
    NoOverwrite(boolean wanted, boolean documented, S3Wire wire, Function<GetRequest, ObjectContent> get) {
        this.wanted = wanted;
        this.wire = wire;
        this.evaluated = documented;
        this.get = get;
    }

    /** Checks that the key of a write has no object, unless the store itself checks. */
    void requireFree(S3Request write) {
        if (!evaluated) {
            requireFreeEarly(write);
        }
    }

    /** Checks before an upload that the key has no object, to save moving its parts. */
    void requireFreeEarly(S3Request create) {
        if (wanted && isTaken(create.key())) {
            throw taken(create, PRECONDITION_FAILED);
        }
    }

    void add(S3Request write) {
        if (wanted && !unknown) {
            write.headers().add(CONDITION, "*");
        }
    }

    /** Translates the failure of a write, which has the condition if {@link #add} gave it. */
    StoreException meaning(S3Request write, StoreException failure) {
        int status = failure.status();
        if (!wanted) {
            return failure;
        }
        if (status == PRECONDITION_FAILED || status == NOT_MODIFIED) {
            return refused(write, failure);
        }
        if (status == NOT_IMPLEMENTED
                && failure instanceof InvalidException
                && write.headers().has(CONDITION)) {
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

    /** Translates a refusal. A copy also has a condition on its source, and the object at the key may be gone again. */
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
                ? new TransientException(failure.getMessage(), failure.status(), failure.code())
                : failure;
    }

    private OccupiedException taken(S3Request write, int status) {
        return new OccupiedException(
                wire.what(write) + ": the destination has another object of this name, which must not be overwritten",
                status,
                "PreconditionFailed");
    }

    /** Returns whether the key has an object; only the answer to a GET proves that it has none. */
    private boolean isTaken(String key) {
        try {
            get.apply(new GetRequest(key, new ByteRange(0, 1), null)).close();
            return true;
        } catch (GoneException e) {
            return false;
        } catch (ArchivedException e) {
            return true;
        } catch (InvalidException e) {
            // An empty object has no first byte.
            if (e.status() != RANGE_NOT_SATISFIABLE) {
                throw e;
            }
            return true;
        }
    }
}

package dev.caravan.finder;

import dev.caravan.job.CompareMode;
import dev.caravan.store.Etag;
import dev.caravan.store.ObjectSummary;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The rule by which two objects of the same name count as equal: see {@link CompareMode}.
 *
 * @param trust whether the ETags of two objects that differ only in them describe their content; asked only then
 */
public record Comparison(CompareMode mode, BiPredicate<ObjectSummary, ObjectSummary> trust) {

    /** Returns why the source's object must be copied; empty if the two are equal. */
    public Optional<Reason> difference(ObjectSummary source, ObjectSummary destination) {
        if (mode == CompareMode.ALWAYS) {
            return Optional.of(Reason.ALWAYS);
        }
        if (source.size() != destination.size()) {
            return Optional.of(Reason.SIZE);
        }
        return switch (mode) {
            case ETAG -> sameEtag(source, destination) ? Optional.empty() : Optional.of(Reason.ETAG);
            case MTIME -> byTime(source, destination);
            case AUTO -> automatic(source, destination);
            default -> Optional.empty();
        };
    }

    private Optional<Reason> automatic(ObjectSummary source, ObjectSummary destination) {
        if (sameEtag(source, destination)) {
            return Optional.empty();
        }
        if (mayBeMd5(source) && mayBeMd5(destination) && trust.test(source, destination)) {
            return Optional.of(Reason.ETAG);
        }
        return byTime(source, destination);
    }

    /** Compares times of whole seconds: within the same second the source may have been overwritten after the copy. */
    private static Optional<Reason> byTime(ObjectSummary source, ObjectSummary destination) {
        if (destination.lastModified().isAfter(source.lastModified())) {
            return Optional.empty();
        }
        boolean sameSecond = destination.lastModified().getEpochSecond()
                == source.lastModified().getEpochSecond();
        return Optional.of(sameSecond ? Reason.TIME : Reason.NEWER);
    }

    /** Compares ETags. Aliyun OSS writes upper-case digits. An object without an ETag differs from all. */
    private static boolean sameEtag(ObjectSummary source, ObjectSummary destination) {
        return !source.etag().isEmpty() && source.etag().equalsIgnoreCase(destination.etag());
    }

    private static boolean mayBeMd5(ObjectSummary object) {
        return !object.etagIsOpaque() && Etag.looksLikeMd5(object.etag());
    }
}

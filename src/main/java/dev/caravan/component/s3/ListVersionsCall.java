package dev.caravan.component.s3;

import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.component.wire.StoreDates;
import dev.caravan.component.wire.XmlElement;
import dev.caravan.job.Printable;
import dev.caravan.store.Etag;
import dev.caravan.store.KeyOrder;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.ObjectVersion;
import dev.caravan.store.VersionPage;
import dev.caravan.store.VersionRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Requests a page of ListObjectVersions, percent-encoded to support all keys. */
record ListVersionsCall(S3Wire wire) {

    private static final int PAGE = 1000;

    VersionPage list(VersionRequest request) {
        S3Request list = S3Request.bucket("LIST VERSIONS of")
                .parameter("encoding-type", "url")
                .optional("key-marker", request.keyMarker())
                .parameter("max-keys", PAGE)
                .parameter("prefix", request.prefix())
                .optional("version-id-marker", request.versionMarker())
                .parameter("versions", "");
        String what = wire.what(list);
        try {
            return new Page(what, wire.document(list)).read(request);
        } catch (NumberFormatException | DateTimeException e) {
            throw S3Errors.unreadable(what, e);
        }
    }

    /** @param document its keys may be encoded */
    private record Page(String what, XmlElement document) {

        VersionPage read(VersionRequest request) {
            // Apache Ozone ignores the parameter, and lists objects.
            if (!document.all("Contents").isEmpty()) {
                throw S3Errors.nonsense(what, "it lists objects without versions: the store may not support versions");
            }
            if (document.word("IsTruncated").isEmpty()) {
                throw S3Errors.nonsense(what, "it has no IsTruncated, as every listing of versions has");
            }
            List<ObjectVersion> versions =
                    inOrder(request).stream().map(this::version).toList();
            return new VersionPage(versions, next(request, versions));
        }

        /**
         * Returns the entries by key, newest first, as S3 does. Some stores list a page's versions before its delete
         * markers; their times give the order.
         */
        private List<XmlElement> inOrder(VersionRequest request) {
            List<XmlElement> entries = new ArrayList<>(document.children());
            entries.removeIf(child -> !child.name().equals("Version") && !isMarker(child));
            boolean sorted = true;
            // Of one key only, the order of keys shows nothing.
            boolean apart = true;
            boolean older = false;
            XmlElement last = null;
            String before = request.keyMarker();
            for (XmlElement entry : entries) {
                String key = key(entry.text("Key"));
                if (!key.startsWith(request.prefix())) {
                    throw S3Errors.nonsense(what, "it has keys without the prefix that was asked for");
                }
                int order = before.isEmpty() ? -1 : KeyOrder.compare(before, key);
                sorted &= order < 0 ? isLatest(entry) : order == 0 && !isLatest(entry);
                apart &= isMarker(entry) || last == null || !isMarker(last);
                older |= order == 0 && last != null && isOlder(last, entry);
                before = key;
                last = entry;
            }
            if (!sorted || (apart && older)) {
                entries.sort(
                        Comparator.<XmlElement, String>comparing(entry -> key(entry.text("Key")), KeyOrder::compare)
                                .thenComparing(entry -> isLatest(entry) ? 0 : 1)
                                .thenComparing(Page::time, Comparator.reverseOrder()));
            }
            return entries;
        }

        /**
         * Returns whether a version is older than the delete marker after it, which is of its key. The time of an upload in
         * parts, whose ETag has a dash, is that of its beginning in Amazon S3: it says nothing about the order.
         */
        private static boolean isOlder(XmlElement version, XmlElement marker) {
            return !isMarker(version)
                    && isMarker(marker)
                    && version.word("ETag").indexOf('-') < 0
                    && time(version).isBefore(time(marker));
        }

        private static boolean isMarker(XmlElement entry) {
            return entry.name().equals("DeleteMarker");
        }

        private static boolean isLatest(XmlElement entry) {
            return entry.word("IsLatest").equals("true");
        }

        private static Instant time(XmlElement entry) {
            return StoreDates.listed(entry.word("LastModified"));
        }

        private ObjectVersion version(XmlElement entry) {
            String key = key(entry.text("Key"));
            String id = entry.word("VersionId");
            if (key.isEmpty() || id.isEmpty()) {
                throw S3Errors.nonsense(what, "an entry without a key or without a version ID");
            }
            long size = isMarker(entry) ? 0 : Long.parseLong(entry.word("Size"));
            return new ObjectVersion(
                    new ObjectSummary(
                            key, size, Etag.unquoted(entry.word("ETag")), time(entry), entry.text("StorageClass")),
                    id,
                    isMarker(entry));
        }

        private String key(String listed) {
            if (document.word("EncodingType").equals("url")) {
                return KeyEncoding.decodeListed(listed);
            }
            if (listed.indexOf('%') >= 0 || listed.indexOf('+') >= 0) {
                throw S3Errors.nonsense(
                        what,
                        "the key " + Printable.quoted(listed)
                                + " may be percent-encoded or not: the listing has no EncodingType, though it was asked for");
            }
            return listed;
        }

        private VersionRequest next(VersionRequest request, List<ObjectVersion> versions) {
            if (!S3Errors.goesOn(what, document)) {
                return null;
            }
            String key = nextKey(versions);
            VersionRequest next = new VersionRequest(request.prefix(), key, document.word("NextVersionIdMarker"));
            if (key.isEmpty() || next.equals(request)) {
                throw S3Errors.nonsense(what, "it goes on, but doesn't say after which version");
            }
            return next;
        }

        /**
         * Returns the last key of the page. Ceph encodes keys but not NextKeyMarker, and decoding it may pass over keys: "a%7E"
         * would become "a~". If neither reading is the last key, the lower one can't pass over any.
         */
        private String nextKey(List<ObjectVersion> versions) {
            String listed = document.text("NextKeyMarker");
            String last =
                    versions.isEmpty() ? "" : versions.get(versions.size() - 1).key();
            if (listed.equals(last)) {
                return listed;
            }
            String decoded = key(listed);
            return decoded.equals(last) || KeyOrder.compare(decoded, listed) < 0 ? decoded : listed;
        }
    }
}

package dev.caravan.component.s3;

import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.component.wire.StoreDates;
import dev.caravan.component.wire.StoreXml;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Requests a page of ListObjectVersions, percent-encoded to support all keys. */
record ListVersionsCall(S3Wire wire) {

    private static final int PAGE = 1000;

    private static final Set<String> FIELDS =
            Set.of("Key", "VersionId", "IsLatest", "LastModified", "ETag", "Size", "StorageClass");

    VersionPage list(VersionRequest request) {
        S3Request list = S3Request.bucket("GET", "LIST VERSIONS of").parameter("encoding-type", "url");
        if (!request.keyMarker().isEmpty()) {
            list.parameter("key-marker", request.keyMarker());
        }
        list.parameter("max-keys", PAGE).parameter("prefix", request.prefix());
        if (!request.versionMarker().isEmpty()) {
            list.parameter("version-id-marker", request.versionMarker());
        }
        list.parameter("versions", "");
        String what = wire.what(list);
        try {
            return new Page(what).read(StoreXml.root(wire.sendForBody(list)), request);
        } catch (XMLStreamException | NumberFormatException | DateTimeException e) {
            throw S3Errors.unreadable(what, e);
        }
    }

    /** An entry of the page with a key that may still be encoded. */
    private record Entry(Map<String, String> fields, boolean marker) {

        String key() {
            return fields.getOrDefault("Key", "");
        }

        boolean isLatest() {
            return fields.getOrDefault("IsLatest", "").strip().equals("true");
        }
    }

    private static final class Page {

        private final String what;
        private final List<Entry> entries = new ArrayList<>();
        private final Map<String, String> texts = new HashMap<>();

        Page(String what) {
            this.what = what;
        }

        VersionPage read(XMLStreamReader reader, VersionRequest request) throws XMLStreamException {
            while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
                String name = reader.getLocalName();
                switch (name) {
                    case "Version", "DeleteMarker" -> {
                        Map<String, String> fields = new HashMap<>();
                        StoreXml.texts(reader, FIELDS, fields);
                        entries.add(new Entry(fields, name.equals("DeleteMarker")));
                    }
                    case "IsTruncated", "NextKeyMarker", "NextVersionIdMarker", "EncodingType" ->
                        texts.put(name, reader.getElementText());
                    default -> StoreXml.skip(reader);
                }
            }
            if (!texts.containsKey("IsTruncated")) {
                throw S3Errors.nonsense(what, "it has no IsTruncated, as every listing of versions has");
            }
            List<ObjectVersion> versions = new ArrayList<>(entries.size());
            for (Entry entry : inOrder(request)) {
                versions.add(version(entry));
            }
            return new VersionPage(versions, next(request));
        }

        /**
         * Returns the entries by key, newest first, as S3 does. Some stores list a page's versions before its delete
         * markers; their times give the order.
         */
        private List<Entry> inOrder(VersionRequest request) {
            boolean sorted = true;
            String before = request.keyMarker();
            for (Entry entry : entries) {
                String key = key(entry.key());
                int order = before.isEmpty() ? -1 : KeyOrder.compare(before, key);
                sorted &= order < 0 ? entry.isLatest() : order == 0;
                before = key;
            }
            if (sorted) {
                return entries;
            }
            List<Entry> ordered = new ArrayList<>(entries);
            ordered.sort(Comparator.<Entry, String>comparing(entry -> key(entry.key()), KeyOrder::compare)
                    .thenComparing(entry -> entry.isLatest() ? 0 : 1)
                    .thenComparing(Page::time, Comparator.reverseOrder()));
            return ordered;
        }

        private static Instant time(Entry entry) {
            return StoreDates.listed(
                    entry.fields().getOrDefault("LastModified", "").strip());
        }

        private ObjectVersion version(Entry entry) {
            String key = key(entry.key());
            String id = entry.fields().getOrDefault("VersionId", "").strip();
            if (key.isEmpty() || id.isEmpty()) {
                throw S3Errors.nonsense(what, "an entry without a key or without a version ID");
            }
            long size = entry.marker()
                    ? 0
                    : Long.parseLong(entry.fields().getOrDefault("Size", "").strip());
            return new ObjectVersion(
                    new ObjectSummary(
                            key,
                            size,
                            Etag.unquoted(
                                    entry.fields().getOrDefault("ETag", "").strip()),
                            time(entry),
                            entry.fields().getOrDefault("StorageClass", "")),
                    id,
                    entry.marker());
        }

        private String key(String listed) {
            if (texts.getOrDefault("EncodingType", "").strip().equals("url")) {
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

        private VersionRequest next(VersionRequest request) {
            if (!texts.get("IsTruncated").strip().equals("true")) {
                return null;
            }
            String key = key(texts.getOrDefault("NextKeyMarker", ""));
            VersionRequest next = new VersionRequest(
                    request.prefix(),
                    key,
                    texts.getOrDefault("NextVersionIdMarker", "").strip());
            if (key.isEmpty() || next.equals(request)) {
                throw S3Errors.nonsense(what, "it goes on, but doesn't tell after which version");
            }
            return next;
        }
    }
}

package dev.caravan.local;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The versions and delete markers of a bucket, and the operations on them. */
public final class Versions {

    private static final int PAGE = 1000;

    /**
     * A version or a delete marker.
     *
     * @param object null for a delete marker
     * @param time when the version was created
     */
    public record Version(String key, String id, StoredObject object, Instant time) {
        public boolean isMarker() {
            return object == null;
        }
    }

    private final String bucket;
    private final NavigableMap<String, List<Version>> byKey = new ConcurrentSkipListMap<>(Utf8Order.COMPARATOR);
    private int count;

    Versions(String bucket) {
        this.bucket = bucket;
    }

    /** Adds a version, or a delete marker if the object is null. */
    synchronized Version add(String key, StoredObject object) {
        return add(key, bucket + '.' + Integer.toString(++count + 100_000, 36), object);
    }

    /** Adds the version from the time before the bucket had versioning. */
    synchronized Version addUnversioned(String key, StoredObject object) {
        return add(key, "null", object);
    }

    private Version add(String key, String id, StoredObject object) {
        Version version = new Version(key, id, object, object == null ? Bucket.now() : object.lastModified());
        byKey.computeIfAbsent(key, none -> new ArrayList<>()).add(version);
        return version;
    }

    /** Returns all versions of a key, the oldest first. */
    synchronized List<Version> of(String key) {
        return List.copyOf(byKey.getOrDefault(key, List.of()));
    }

    synchronized Version last(String key) {
        List<Version> all = of(key);
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    synchronized void remove(String key, String id) {
        byKey.computeIfPresent(key, (name, list) -> {
            list.removeIf(version -> version.id().equals(id));
            return list.isEmpty() ? null : list;
        });
    }

    StoredObject find(String key, String id) {
        Version found = of(key).stream()
                .filter(version -> version.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new S3Error(404, "NoSuchVersion", "The specified version does not exist.")
                        .detail("Key", key)
                        .detail("VersionId", id));
        if (found.isMarker()) {
            throw new S3Error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
                    .header("x-amz-delete-marker", "true")
                    .header("Allow", "DELETE");
        }
        return found.object();
    }

    static HttpResponse configuration(Bucket bucket) {
        Xml xml = new Xml().root("VersioningConfiguration");
        if (bucket.versions() != null) {
            xml.element("Status", "Enabled");
        }
        return HttpResponse.ok().xml(xml.close("VersioningConfiguration").toString());
    }

    /** ListObjectVersions. */
    static HttpResponse list(Exchange exchange, Bucket bucket) {
        String prefix = exchange.query("prefix", "");
        String keyMarker = exchange.query("key-marker", "");
        String idMarker = exchange.query("version-id-marker", "");
        int max = Math.min(exchange.number("max-keys", PAGE), PAGE);
        boolean url = Listings.isUrlEncoded(exchange);
        Xml xml = new Xml().root("ListVersionsResult").element("Name", bucket.name());
        Iterator<Listed> all = (bucket.versions() == null ? bucket.unversioned() : bucket.versions())
                .listed(prefix, keyMarker, idMarker)
                .iterator();
        Listed last = null;
        int shown = 0;
        while (shown < max && all.hasNext()) {
            last = all.next();
            entry(xml, last, url);
            shown++;
        }
        xml.element("MaxKeys", max)
                .elementIf("EncodingType", exchange.query("encoding-type"))
                .element("IsTruncated", Boolean.toString(all.hasNext()));
        if (all.hasNext() && last != null) {
            xml.element("NextKeyMarker", Listings.text(last.version().key(), url))
                    .element("NextVersionIdMarker", last.version().id());
        }
        return HttpResponse.ok().xml(xml.close("ListVersionsResult").toString());
    }

    private record Listed(Version version, boolean latest) {}

    private static void entry(Xml xml, Listed listed, boolean url) {
        Version version = listed.version();
        String name = version.isMarker() ? "DeleteMarker" : "Version";
        xml.open(name)
                .element("Key", Listings.text(version.key(), url))
                .element("VersionId", version.id())
                .element("IsLatest", Boolean.toString(listed.latest()))
                .element("LastModified", HttpDates.iso(version.time()));
        if (!version.isMarker()) {
            xml.element("ETag", Etags.quoted(version.object().etag()))
                    .element("Size", version.object().size())
                    .element("StorageClass", version.object().attributes().storageClass());
        }
        xml.open("Owner").element("ID", "nobody").close("Owner").close(name);
    }

    /** Returns all versions after a marker, the newest of a key first. */
    synchronized List<Listed> listed(String prefix, String keyMarker, String idMarker) {
        List<Listed> listed = new ArrayList<>();
        for (Map.Entry<String, List<Version>> entry : byKey.tailMap(
                        keyMarker.isEmpty() ? prefix : keyMarker, keyMarker.isEmpty() || !idMarker.isEmpty())
                .entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                if (Utf8Order.COMPARATOR.compare(entry.getKey(), prefix) > 0) {
                    break;
                }
                continue;
            }
            List<Version> versions = entry.getValue();
            boolean after = !entry.getKey().equals(keyMarker);
            for (int i = versions.size() - 1; i >= 0; i--) {
                if (after) {
                    listed.add(new Listed(versions.get(i), i == versions.size() - 1));
                }
                after |= versions.get(i).id().equals(idMarker);
            }
            if (listed.size() > PAGE) {
                break;
            }
        }
        return listed;
    }
}

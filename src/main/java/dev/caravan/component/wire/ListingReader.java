package dev.caravan.component.wire;

import dev.caravan.job.Printable;
import dev.caravan.store.Etag;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectSummary;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads one page of a listing, which Amazon S3, Aliyun OSS and Tencent COS write alike, from the stream. */
final class ListingReader {

    private final String what;
    private final ListRequest request;
    private final boolean byMarker;
    private final List<ObjectSummary> objects = new ArrayList<>(ListRequest.MAX_KEYS);
    private final List<String> prefixes = new ArrayList<>(0);
    private final List<String> types = new ArrayList<>(0);
    private boolean encoded;
    private String truncated = "";
    private String token = "";
    private String lastClass = "";
    private String lastType = "";

    private ListingReader(String what, ListRequest request, boolean byMarker) {
        this.what = what;
        this.request = request;
        this.byMarker = byMarker;
    }

    /**
     * For ListObjectsV2, which goes on with a token.
     *
     * @param what was tried, for messages
     */
    ListingReader(String what, ListRequest request) {
        this(what, request, false);
    }

    /** For ListObjects, which goes on behind a key. */
    static ListingReader ofMarkers(String what, ListRequest request) {
        return new ListingReader(what, request, true);
    }

    ObjectPage read(InputStream in) throws XMLStreamException {
        XMLStreamReader reader = StoreXml.reader(in);
        reader.nextTag();
        if (!reader.getLocalName().equals("ListBucketResult")) {
            throw StoreErrors.nonsense(what, "it is no listing but " + Printable.of(reader.getLocalName()));
        }
        while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
            switch (reader.getLocalName()) {
                case "Contents" -> objects.add(contents(reader));
                case "CommonPrefixes" -> commonPrefix(reader);
                case "IsTruncated" -> truncated = reader.getElementText().strip();
                case "NextContinuationToken", "NextMarker" -> wayOn(reader);
                case "EncodingType" -> encoded = reader.getElementText().equals("url");
                default -> StoreXml.skip(reader);
            }
        }
        while (reader.getEventType() != XMLStreamReader.END_DOCUMENT) {
            reader.next();
        }
        return page();
    }

    /** The types of the objects, in their order, where the store tells any; else empty. */
    List<String> types() {
        return types;
    }

    private ObjectPage page() {
        if (encoded) {
            // The store may say only after the keys that they are encoded.
            objects.replaceAll(ListingReader::decoded);
            prefixes.replaceAll(KeyEncoding::decodeListed);
            token = byMarker ? KeyEncoding.decodeListed(token) : token;
        }
        return switch (truncated) {
            case "false" -> new ObjectPage(objects, prefixes, null);
            case "true" -> {
                if (token.isEmpty() || token.equals(request.continuation()) || leadsBack()) {
                    // Going on from here would lose keys or never end.
                    throw StoreErrors.nonsense(what, "the listing goes on but has no token for its next page");
                }
                yield new ObjectPage(objects, prefixes, request.continuedBy(token));
            }
            default -> throw StoreErrors.nonsense(what, "the listing doesn't say whether it goes on");
        };
    }

    /** Whether a page of a listing by keys would come before this one. */
    private boolean leadsBack() {
        String from = request.continuation() != null ? request.continuation() : request.startAfter();
        return byMarker
                && from != null
                && Arrays.compareUnsigned(token.getBytes(StandardCharsets.UTF_8), from.getBytes(StandardCharsets.UTF_8))
                        <= 0;
    }

    private static ObjectSummary decoded(ObjectSummary raw) {
        String key = KeyEncoding.decodeListed(raw.key());
        return key.equals(raw.key())
                ? raw
                : new ObjectSummary(key, raw.size(), raw.etag(), raw.lastModified(), raw.storageClass());
    }

    private ObjectSummary contents(XMLStreamReader reader) throws XMLStreamException {
        String key = null;
        long size = -1;
        String etag = "";
        Instant lastModified = Instant.EPOCH;
        String storageClass = "";
        while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
            switch (reader.getLocalName()) {
                case "Key" -> key = reader.getElementText();
                case "Size" -> size = size(reader.getElementText());
                case "ETag" -> etag = Etag.unquoted(reader.getElementText());
                case "LastModified" -> lastModified = time(reader.getElementText());
                case "StorageClass" -> storageClass = sameClass(reader.getElementText());
                case "Type" -> type(reader.getElementText());
                default -> StoreXml.skip(reader);
            }
        }
        if (key == null || key.isEmpty() || size < 0) {
            throw StoreErrors.nonsense(what, "an object without a key or a size");
        }
        return new ObjectSummary(key, size, etag, lastModified, storageClass);
    }

    private void wayOn(XMLStreamReader reader) throws XMLStreamException {
        boolean marker = reader.getLocalName().equals("NextMarker");
        String text = reader.getElementText();
        token = marker == byMarker ? text : token;
    }

    private void commonPrefix(XMLStreamReader reader) throws XMLStreamException {
        while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
            if (reader.getLocalName().equals("Prefix")) {
                prefixes.add(reader.getElementText());
            } else {
                StoreXml.skip(reader);
            }
        }
    }

    /** Most of a page has one storage class: one string will do. */
    private String sameClass(String text) {
        if (!text.equals(lastClass)) {
            lastClass = text;
        }
        return lastClass;
    }

    /** The type of the object that is being read, which is the next in {@code objects}. */
    private void type(String text) {
        if (!text.equals(lastType)) {
            lastType = text;
        }
        while (types.size() <= objects.size()) {
            types.add("");
        }
        types.set(objects.size(), lastType);
    }

    private long size(String text) {
        try {
            long size = Long.parseLong(text.strip());
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            // Told below, as a negative one is.
        }
        throw StoreErrors.nonsense(what, "an object's size is " + Printable.of(text));
    }

    private Instant time(String text) {
        try {
            return StoreDates.listed(text.strip());
        } catch (DateTimeException e) {
            throw StoreErrors.nonsense(what, "an object's time is " + Printable.of(text));
        }
    }
}

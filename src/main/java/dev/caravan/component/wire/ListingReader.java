package dev.caravan.component.wire;

import dev.caravan.job.KeyLength;
import dev.caravan.job.Printable;
import dev.caravan.store.Etag;
import dev.caravan.store.InvalidException;
import dev.caravan.store.KeyOrder;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads one page of a listing in the XML that Amazon S3, Aliyun OSS and Tencent COS share. */
public final class ListingReader {

    /** The error code for a truncated page without a token: a ListObjects-only store answers ListObjectsV2 this way. */
    public static final String NO_TOKEN = "NoContinuationToken";

    /** The error code for a listing that is no XML. {@link #readOdd} may read it. */
    public static final String NO_XML = "NoXml";

    /**
     * The maximum number of keys of a page. Stores return at most 1,000; a store that ignores max-keys works while a
     * page fits the heap.
     */
    private static final int MOST_KEYS = 50 * ListRequest.MAX_KEYS;

    /**
     * The characters kept of a longer key. Decoded they still exceed the longest key, so the key is refused by its
     * length.
     */
    private static final int LONGEST_KEY_TEXT = 4096;

    /** The longest page that is read in memory. A page of 1,000 of the longest keys has some 4 MB. */
    private static final int LONGEST_ODD_PAGE = 8 * 1024 * 1024;

    private final String what;
    private final ListRequest request;
    private final boolean byMarker;
    private final ListedEncoding encoding;
    private final Function<XmlFault, StoreException> refusal;
    private final List<ObjectSummary> objects = new ArrayList<>(ListRequest.MAX_KEYS);
    private final List<String> prefixes = new ArrayList<>(0);
    private final List<String> types = new ArrayList<>(0);
    private boolean encoded;
    private boolean begun;
    private boolean restores;
    private String truncated = "";
    private String token = "";
    private String lastClass = "";
    private String lastType = "";

    /**
     * Reads one page.
     *
     * @param what describes the request, for messages
     * @param byMarker whether the listing continues after a key (ListObjects). ListObjectsV2 continues with a token;
     *     without one, reading fails with {@link #NO_TOKEN}.
     * @param encoding decides whether keys are encoded if the page doesn't say so
     * @param refusal translates an error document in place of a page
     */
    public ListingReader(
            String what,
            ListRequest request,
            boolean byMarker,
            ListedEncoding encoding,
            Function<XmlFault, StoreException> refusal) {
        this.what = what;
        this.request = request;
        this.byMarker = byMarker;
        this.encoding = encoding;
        this.refusal = refusal;
    }

    /** Reads a page; throws {@link InvalidException} with the code {@link #NO_XML} if {@link #readOdd} may read it. */
    public ObjectPage read(Answer answer) {
        return read(answer, StoreXml::reader);
    }

    /**
     * Reads a page with characters that XML can't have: Ceph writes markers and tokens with the control characters of their
     * keys, though it encodes the keys. The whole page, of at most 8 MiB, is in memory.
     */
    public ObjectPage readOdd(Answer answer) {
        restores = true;
        return read(answer, in -> StoreXml.legal(oddPage(in)));
    }

    private ObjectPage read(Answer answer, Opening opening) {
        ListingStream tap = null;
        try {
            tap = new ListingStream(what, answer.body());
            ObjectPage page = read(opening.reader(tap));
            answer.skipBody();
            return page;
        } catch (IOException e) {
            throw StoreErrors.io(what, e);
        } catch (XMLStreamException e) {
            if (tap != null && tap.failure() != null) {
                throw StoreErrors.io(what, tap.failure());
            }
            if (tap != null && tap.ended() && !restores) {
                throw StoreErrors.io(what, new IOException("the listing is cut off", e));
            }
            StoreException fault = StoreErrors.unreadable(what, e);
            throw begun && !restores ? new InvalidException(fault.getMessage(), 200, NO_XML, e) : fault;
        } finally {
            answer.abandon();
        }
    }

    private interface Opening {
        XMLStreamReader reader(InputStream in) throws IOException, XMLStreamException;
    }

    private byte[] oddPage(InputStream in) throws IOException {
        byte[] page = in.readNBytes(LONGEST_ODD_PAGE + 1);
        if (page.length > LONGEST_ODD_PAGE) {
            throw StoreErrors.nonsense(what, "it has characters that XML can't have, and is longer than 8 MiB");
        }
        return page;
    }

    ObjectPage read(XMLStreamReader reader) throws XMLStreamException {
        reader.nextTag();
        if (reader.getLocalName().equals("Error")) {
            throw error(reader);
        }
        if (!reader.getLocalName().equals("ListBucketResult")) {
            throw StoreErrors.nonsense(what, "it is not a listing but " + Printable.of(reader.getLocalName()));
        }
        begun = true;
        while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
            switch (reader.getLocalName()) {
                case "Contents" -> add(contents(reader));
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

    /** Returns the types of the page's objects in order; the list ends at the last known type. */
    public List<String> types() {
        return types;
    }

    private void add(ObjectSummary object) {
        if (objects.size() == MOST_KEYS) {
            throw StoreErrors.nonsense(
                    what,
                    "a page has more than " + MOST_KEYS + " keys, though at most " + request.maxKeys()
                            + " were asked for");
        }
        objects.add(object);
    }

    /** A store may begin its answer with status 200 and fail then (Amazon S3, "Error responses"). */
    private StoreException error(XMLStreamReader reader) throws XMLStreamException {
        XmlFault fault = XmlFault.of(XmlElement.read(reader));
        return fault.code().isEmpty()
                ? StoreErrors.nonsense(what, "it is not a listing but an error without a code")
                : refusal.apply(fault);
    }

    private ObjectPage page() {
        // The store may say only after the keys that they are encoded.
        if (encoding.applies(what, request, encoded, objects)) {
            objects.replaceAll(this::decoded);
            prefixes.replaceAll(KeyEncoding::decodeListed);
            token = byMarker ? KeyEncoding.decodeListed(token) : token;
        }
        if (request.delimiter().isEmpty() && !String.join("", prefixes).isEmpty()) {
            throw StoreErrors.nonsense(
                    what,
                    "it hides the keys below " + Printable.quoted(prefixes.get(prefixes.size() - 1))
                            + ", though no delimiter was asked for");
        }
        return switch (truncated) {
            case "false" -> new ObjectPage(objects, prefixes, null);
            case "true" -> new ObjectPage(objects, prefixes, request.continuedBy(nextToken()));
            default -> throw StoreErrors.nonsense(what, "the listing doesn't say whether it goes on");
        };
    }

    /**
     * Returns the token or marker of the next page. A wrong one would lose keys or never end. The last key of a page is
     * preferred to NextMarker, since some stores encode keys but not NextMarker, and no key lies between the two.
     */
    private String nextToken() {
        if (byMarker) {
            String last = last();
            String marker =
                    last.isEmpty() || (!token.isEmpty() && !request.delimiter().isEmpty()) ? token : last;
            if (marker.isEmpty()) {
                throw StoreErrors.nonsense(
                        what, "the listing goes on, but has neither a NextMarker nor a key to go on after");
            }
            if (wouldRepeat(marker)) {
                throw StoreErrors.nonsense(
                        what,
                        "the listing goes on after " + Printable.quoted(marker) + ", where it has been: the store may"
                                + " not support the parameter marker");
            }
            return marker;
        }
        if (token.isEmpty()) {
            throw new InvalidException(
                    what + ": the store's answer is invalid: the listing goes on, but has no NextContinuationToken:"
                            + " the store may not support ListObjectsV2",
                    200,
                    NO_TOKEN);
        }
        if (token.equals(request.continuation())) {
            throw StoreErrors.nonsense(what, "the listing goes on with the token of this page");
        }
        return token;
    }

    /** Returns the marker after a page without NextMarker (Amazon S3, ListObjects); empty for an empty page. */
    private String last() {
        String key = objects.isEmpty() ? "" : objects.get(objects.size() - 1).key();
        String folded = prefixes.isEmpty() ? "" : prefixes.get(prefixes.size() - 1);
        String last = KeyOrder.compare(key, folded) > 0 ? key : folded;
        // Of a longer key only the beginning may be known.
        return KeyLength.isTooLong(last) ? "" : last;
    }

    /** Returns whether continuing at the marker would repeat keys. */
    private boolean wouldRepeat(String marker) {
        String from = request.continuation() != null ? request.continuation() : request.startAfter();
        return !from.isEmpty() && KeyOrder.compare(marker, from) <= 0;
    }

    private ObjectSummary decoded(ObjectSummary raw) {
        String key = raw.key().length() < LONGEST_KEY_TEXT
                ? KeyEncoding.decodeListed(raw.key())
                : KeyEncoding.decodeBeginning(raw.key());
        return key.equals(raw.key())
                ? raw
                : new ObjectSummary(key, raw.size(), raw.etag(), raw.lastModified(), raw.storageClass());
    }

    private static String bounded(String key) {
        if (key.length() <= LONGEST_KEY_TEXT) {
            return key;
        }
        boolean pair = Character.isHighSurrogate(key.charAt(LONGEST_KEY_TEXT - 1));
        return key.substring(0, pair ? LONGEST_KEY_TEXT + 1 : LONGEST_KEY_TEXT);
    }

    private ObjectSummary contents(XMLStreamReader reader) throws XMLStreamException {
        String key = null;
        long size = -1;
        String etag = "";
        Instant lastModified = Instant.EPOCH;
        String storageClass = "";
        while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
            switch (reader.getLocalName()) {
                case "Key" -> key = bounded(text(reader));
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
        String text = text(reader);
        token = marker == byMarker ? text : token;
    }

    private void commonPrefix(XMLStreamReader reader) throws XMLStreamException {
        while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
            if (reader.getLocalName().equals("Prefix")) {
                prefixes.add(text(reader));
            } else {
                StoreXml.skip(reader);
            }
        }
    }

    private String text(XMLStreamReader reader) throws XMLStreamException {
        String text = reader.getElementText();
        return restores ? StoreXml.restored(text) : text;
    }

    /** Reuses one string, since most of a page has one storage class. */
    private String sameClass(String text) {
        if (!text.equals(lastClass)) {
            lastClass = text;
        }
        return lastClass;
    }

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
        long size = Answer.number(text);
        if (size < 0) {
            throw StoreErrors.nonsense(what, "an object's size is " + Printable.of(text));
        }
        return size;
    }

    private Instant time(String text) {
        try {
            return StoreDates.listed(text.strip());
        } catch (DateTimeException e) {
            throw StoreErrors.nonsense(what, "an object's time is " + Printable.of(text));
        }
    }
}

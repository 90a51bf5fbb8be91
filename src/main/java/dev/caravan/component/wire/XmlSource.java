package dev.caravan.component.wire;

import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.component.StorageClasses;
import dev.caravan.job.Credentials;
import dev.caravan.job.Printable;
import dev.caravan.store.AdaptivePace;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.GetRequest;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ClassicHttpRequest;

/**
 * A read-only bucket of Aliyun OSS or Tencent COS, which write listings and errors in the XML of Amazon S3. Subclasses
 * form and sign requests and interpret headers and codes.
 */
public abstract class XmlSource implements ObjectStore {

    private final XmlErrors errors;
    private final String host;
    private final Attempts attempts;
    private final Connections connections;
    private final boolean withMetadata;
    private final StorageClasses classes;
    private final ListedEncoding encoding = new ListedEncoding(true, this::lookUp);
    private final Absence absence = new Absence(this::page, this::content);

    /**
     * Creates the store without a request.
     *
     * @param classes the provider's storage classes by their S3 names, see {@link StorageClasses}
     * @throws InvalidException if no credentials are configured
     */
    protected XmlSource(
            XmlErrors errors, Place place, ObjectStoreConfiguration configuration, Map<String, String> classes) {
        this.errors = errors;
        this.host = place.host();
        this.attempts = Attempts.of(errors.bucketName(), configuration);
        this.connections = new Connections(place.target(), configuration);
        this.withMetadata = configuration.isIncludeMetadata();
        this.classes = configuration.isKeepStorageClass() ? new StorageClasses(name(), classes) : null;
    }

    protected abstract ObjectPage page(ListRequest request);

    protected abstract String path(String key);

    /** Adds the headers of every request and the signature; {@code credentials} are null for unsigned requests. */
    protected abstract void complete(ReadRequest request, Credentials credentials);

    /** Describes the object of an answer to GET or HEAD. */
    protected abstract Described describe(Supplier<String> what, Answer answer);

    /** Returns an object with these properties; {@code crc64} is empty for none. */
    protected final Described described(ContentHeaders headers, boolean etagIsMd5, String storageClass, String crc64) {
        return new Described() {
            @Override
            public String etag() {
                return headers.etag();
            }

            @Override
            public ObjectInfo info(String key, long size) {
                ObjectMetadata metadata = withMetadata ? headers.metadata(Map.of()) : ObjectMetadata.NONE;
                return new ObjectInfo(
                        key,
                        size,
                        etag(),
                        etagIsMd5,
                        headers.lastModified(),
                        storageClass,
                        classes == null ? metadata : metadata.with(classes.traits(storageClass)),
                        crc64.isEmpty() ? null : new ContentChecksum(ContentChecksum.Kind.CRC64, crc64));
            }
        };
    }

    protected abstract XmlFault fault(Answer answer);

    @Override
    public final String name() {
        return errors.bucketName();
    }

    @Override
    public final ObjectPage list(ListRequest request) {
        try {
            return page(request);
        } catch (NotFoundException e) {
            throw StoreErrors.nowhere(e);
        }
    }

    @Override
    public final ObjectInfo head(String key, String versionId, boolean complete) {
        if (!versionId.isEmpty()) {
            throw new UnsupportedOperationException(name() + ": versions aren't read");
        }
        try {
            return lookUp(key);
        } catch (NotFoundException e) {
            throw absence.afterHead(key, e);
        }
    }

    /**
     * Returns the reader of a page; {@code byMarker} says whether the listing continues after a key rather than with a
     * token.
     */
    protected final ListingReader reader(ReadRequest list, ListRequest request, boolean byMarker) {
        String what = what(list);
        return new ListingReader(what, request, byMarker, encoding, fault -> errors.of(what, fault, false));
    }

    /** Makes a HEAD without a second look. */
    protected final ObjectInfo lookUp(String key) {
        ReadRequest head = ReadRequest.object("HEAD", key);
        Answer answer = send(head);
        try {
            answer.skipBody();
        } catch (IOException e) {
            answer.abandon();
            throw StoreErrors.io(what(head), e);
        }
        Described object = describe(() -> what(head), answer);
        return object.info(key, ReadAnswer.of(() -> what(head), answer, object).length());
    }

    @Override
    public final ObjectContent get(GetRequest request) {
        try {
            return content(request);
        } catch (NotFoundException e) {
            throw absence.afterGet(request.key(), e);
        }
    }

    private ObjectContent content(GetRequest request) {
        ReadRequest get = ReadRequest.object("GET", request.key());
        if (request.range() != null) {
            get.header("range", request.range().header());
        }
        if (!request.ifMatch().isEmpty()) {
            get.header("if-match", '"' + request.ifMatch() + '"');
        }
        Supplier<String> what = () -> what(get);
        return ReadAnswer.content(what, send(get), request, answer -> describe(what, answer));
    }

    /**
     * Makes one attempt, and a second one if the store refused credentials that have changed meanwhile.
     *
     * @return a successful answer, which the caller finishes or abandons
     */
    protected final Answer send(ReadRequest request) {
        return attempts.make(() -> what(request), credentials -> exchange(request.copy(), credentials));
    }

    private Answer exchange(ReadRequest request, Credentials credentials) {
        ClassicHttpRequest message = message(request, credentials);
        Answer answer = connections.ask(() -> what(request), message);
        if (answer.status() >= 200 && answer.status() < 300) {
            return answer;
        }
        boolean temporary = credentials != null && !credentials.sessionToken().isEmpty();
        throw errors.of(what(request), fault(answer), temporary);
    }

    private ClassicHttpRequest message(ReadRequest request, Credentials credentials) {
        String path = path(request.key());
        String query = request.query();
        complete(request, credentials);
        ClassicHttpRequest message = Connections.request(request.method(), query.isEmpty() ? path : path + '?' + query);
        message.addHeader("host", host);
        request.headers().forEach((name, value) -> message.addHeader(name, checked(request, name, value)));
        message.addHeader("user-agent", "caravan");
        return message;
    }

    /** Refuses an ETag (from listings and messages) that would start a new header line. */
    private String checked(ReadRequest request, String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) >= 0x7f) {
                throw new InvalidException(
                        what(request) + ": this can't be sent as the header " + name + ": " + Printable.of(value),
                        "InvalidHeader");
            }
        }
        return value;
    }

    protected final String what(ReadRequest request) {
        return errors.what(request.verb(), request.key());
    }

    @Override
    public final void check() {
        StoreErrors.requireListable(this);
    }

    @Override
    public final Optional<Instant> time() {
        return connections.time(errors.what("HEAD", ""), host);
    }

    @Override
    public final String way() {
        return connections.way();
    }

    @Override
    public final AdaptivePace pace() {
        return attempts.pace();
    }

    /** Returns how many connections are held by unfinished answers. */
    public final int connectionsInUse() {
        return connections.inUse();
    }

    @Override
    public final void close() {
        connections.close();
    }
}

package dev.caravan.component.kodo;

import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.Connections;
import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.component.wire.Place;
import dev.caravan.component.wire.SigningTime;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.job.Credentials;
import dev.caravan.store.GetRequest;
import dev.caravan.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;

/** Signs requests about one bucket, sends each once and turns refusals into exceptions. */
final class KodoWire implements AutoCloseable {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final String bucket;
    private final KodoConfiguration configuration;
    private final KodoErrors errors;
    private final KodoSigner signer;
    private final Map<HttpHost, Connections> connections = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile KodoPlaces places;

    KodoWire(String bucket, KodoErrors errors, KodoConfiguration configuration) {
        this.bucket = bucket;
        this.errors = errors;
        this.configuration = configuration;
        this.signer = new KodoSigner(errors.bucketName());
        boolean located = !configuration.getEndpoint().isEmpty()
                || !configuration.getRegion().isEmpty();
        this.places = located ? KodoPlaces.of(bucket, configuration) : null;
    }

    KodoErrors errors() {
        return errors;
    }

    Answer list(String what, String query, Credentials credentials) {
        KodoPlaces known = places(what, credentials);
        return manage(what, "GET", known.listings(), "/list?" + query, "", credentials);
    }

    /** Looks an object up once ({@code /stat}). */
    Entry stat(String key, Credentials credentials) {
        String what = errors.what("STAT", key);
        // Half a surrogate pair would become a question mark, and so another object.
        KeyEncoding.path(new StringBuilder(), key);
        KodoPlaces known = places(what, credentials);
        String path = "/stat/" + entry(bucket, key);
        Answer answer = manage(what, "POST", known.objects(), path, FORM, credentials);
        return AnswerReader.entry(what, answer);
    }

    /** Returns an object's encoded name for a path (Qiniu Kodo, "EncodedEntryURI"). */
    static String entry(String bucket, String key) {
        return Base64.getUrlEncoder().encodeToString((bucket + ':' + key).getBytes(StandardCharsets.UTF_8));
    }

    private Answer manage(String what, String method, Place place, String path, String type, Credentials credentials) {
        ClassicHttpRequest request = request(method, path, place);
        if (method.equals("POST")) {
            request.setHeader("Content-Length", "0");
        }
        signer.sign(request, place, path, type, credentials, SigningTime.now());
        return send(what, request, place);
    }

    /**
     * Requests an object's bytes, or with {@code HEAD} the head of that answer; {@code credentials} are null for
     * unsigned requests.
     */
    Answer download(String what, String method, GetRequest wanted, Credentials credentials) {
        Place place = places(what, credentials).downloads();
        StringBuilder path = new StringBuilder(wanted.key().length() + 160).append('/');
        KeyEncoding.path(path, wanted.key());
        String signed = credentials == null
                ? path.toString()
                : signer.signedPath(place, path.toString(), credentials, SigningTime.now());
        ClassicHttpRequest request = request(method, signed, place);
        if (wanted.range() != null) {
            request.addHeader("Range", wanted.range().header());
        }
        if (!wanted.ifMatch().isEmpty()) {
            // Some domains ignore it, so the answer's ETag decides.
            request.addHeader("If-Match", '"' + wanted.ifMatch() + '"');
        }
        return send(what, request, place);
    }

    static ClassicHttpRequest request(String method, String path, Place place) {
        ClassicHttpRequest request = Connections.request(method, path);
        request.addHeader("Host", place.host());
        request.addHeader("Accept-Encoding", "identity");
        request.addHeader("User-Agent", "caravan");
        return request;
    }

    /** Returns a successful answer, which the caller finishes or abandons. */
    private Answer send(String what, ClassicHttpRequest request, Place place) {
        Answer answer = connections(what, place).ask(() -> what, request);
        if (answer.status() == 200 || answer.status() == 206) {
            return answer;
        }
        throw refusal(what, request, answer);
    }

    private StoreException refusal(String what, ClassicHttpRequest request, Answer answer) {
        KodoFault fault = KodoFault.read(answer);
        // Some servers repeat a bad token, which could be used until it expires.
        String uri = request.getPath();
        int token = uri.indexOf("&token=");
        String secret = token < 0 ? "" : uri.substring(token + "&token=".length());
        String text = secret.isEmpty() ? fault.text() : fault.text().replace(secret, "…");
        return errors.of(what, new KodoFault(fault.status(), fault.code(), text, fault.requestId(), fault.skew()));
    }

    private Connections connections(String what, Place place) {
        if (closed) {
            throw StoreErrors.io(what, new IOException("the store was closed"));
        }
        return connections.computeIfAbsent(place.target(), target -> new Connections(target, configuration));
    }

    /** Returns the bucket's addresses; without a configured region the first request asks Kodo. */
    private KodoPlaces places(String what, Credentials credentials) {
        KodoPlaces known = places;
        if (known == null) {
            synchronized (signer) {
                if (places == null) {
                    places = new RegionQuery(bucket, errors, configuration).ask(what, credentials);
                }
                known = places;
            }
        }
        return known;
    }

    /** Returns the host of downloads, for messages. */
    String downloadHost() {
        return places == null ? "" : places.downloads().host();
    }

    /** Returns the server's time; empty until the bucket's addresses are known. */
    Optional<Instant> time() {
        KodoPlaces known = places;
        if (known == null) {
            return Optional.empty();
        }
        String what = errors.what("HEAD", "");
        return connections(what, known.listings()).time(what, known.listings().host());
    }

    /** Returns the way to the host; empty until the bucket's addresses are known. */
    String way() {
        KodoPlaces known = places;
        return known == null
                ? ""
                : connections(errors.bucketName(), known.downloads()).way();
    }

    int connectionsInUse() {
        return connections.values().stream().mapToInt(Connections::inUse).sum();
    }

    @Override
    public void close() {
        closed = true;
        connections.values().forEach(Connections::close);
    }
}

package dev.caravan.component.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.job.Egress;
import dev.caravan.job.Printable;
import dev.caravan.store.DeniedException;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** A cloud service that issues access keys and answers in JSON or a line of text. Each question opens a connection. */
public final class KeyService {

    private static final int CONNECT_MS = 5_000;
    private static final int ANSWER_MS = 10_000;
    private static final int LONGEST = 64 * 1024;

    private final Place place;
    private final ObjectStoreConfiguration configuration;

    public record Reply(int status, String text) {

        /**
         * Parses the text as JSON.
         *
         * @throws StoreException if it isn't JSON
         */
        public JsonNode json(String what) {
            try {
                return KeyJson.object(text);
            } catch (IllegalArgumentException e) {
                throw failed(what, status, "", "the answer makes no sense: " + e.getMessage());
            }
        }
    }

    public KeyService(Place place, Egress egress) {
        this.place = place;
        configuration = new ObjectStoreConfiguration() {};
        configuration.setEgress(egress);
        configuration.setMaxConnections(1);
        configuration.setConnectTimeout(CONNECT_MS);
        configuration.setSocketTimeout(ANSWER_MS);
    }

    /** Returns the {@code Host} header. */
    public String host() {
        return place.host();
    }

    /**
     * Makes one attempt.
     *
     * @param what describes the request, for messages
     * @param document null for none
     * @param headers names and values in turn
     * @throws StoreException for no answer, or one above 64 KiB
     */
    public Reply ask(String what, String method, String path, String document, String... headers) {
        ClassicHttpRequest request = Connections.request(method, path);
        request.addHeader("Host", place.host());
        request.addHeader("User-Agent", "caravan");
        for (int i = 0; i < headers.length; i += 2) {
            request.addHeader(headers[i], headers[i + 1]);
        }
        if (document != null) {
            byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
            request.addHeader("Content-Length", Integer.toString(bytes.length));
            request.setEntity(new ByteArrayEntity(bytes, null));
        } else if (!method.equals("GET")) {
            request.addHeader("Content-Length", "0");
        }
        try (Connections connections = new Connections(place.target(), configuration)) {
            Answer answer = connections.exchange(request);
            try {
                answer.allow(ANSWER_MS / 1000);
                byte[] body = answer.body().readNBytes(LONGEST);
                if (body.length == LONGEST) {
                    throw new BoundExceededException("the answer has more than " + LONGEST + " bytes");
                }
                return new Reply(answer.status(), new String(body, StandardCharsets.UTF_8));
            } finally {
                answer.abandon();
            }
        } catch (InterruptedException e) {
            throw StoreErrors.interrupted(what, e);
        } catch (IOException e) {
            throw StoreErrors.io(what + " at " + place.url(), e);
        }
    }

    /** Translates a refusal; {@code code} is empty if the service sent none. */
    public static StoreException failed(String what, int status, String code, String message) {
        String text = what + ": " + (code.isEmpty() ? "" : Printable.of(code) + ": ") + Printable.of(message);
        return status >= 500 || status == 429 || code.startsWith("Throttling") || code.startsWith("RequestLimit")
                ? new TransientException(text, status, code, null)
                : DeniedException.ofCaller(text, status, code, null);
    }
}

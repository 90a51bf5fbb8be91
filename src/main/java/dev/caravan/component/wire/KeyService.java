package dev.caravan.component.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.job.Egress;
import dev.caravan.job.Printable;
import dev.caravan.store.DeniedException;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.hc.core5.http.ClassicHttpRequest;

/** A cloud service that issues access keys and answers in JSON or a line of text. Each question opens a connection. */
public final class KeyService {

    private static final int ANSWER_SECONDS = 10;
    private static final int LONGEST = 64 * 1024;

    private final Place place;
    private final Egress egress;

    public record Reply(int status, String text) {

        /** Takes a value from the JSON object; an IllegalArgumentException of {@code reader} names a fault of the answer. */
        public <T> T read(String what, Function<JsonNode, T> reader) {
            try {
                return reader.apply(KeyJson.object(text));
            } catch (IllegalArgumentException e) {
                throw failed(what, status, "", "the answer is invalid: " + e.getMessage());
            }
        }
    }

    public KeyService(Place place, Egress egress) {
        this.place = place;
        this.egress = egress;
    }

    /** Returns the {@code Host} header. */
    public String host() {
        return place.host();
    }

    /**
     * Makes one attempt.
     *
     * @param what describes the request, for messages
     * @param document empty for none
     * @param headers names and values in turn
     * @throws StoreException for no answer, or one above 64 KiB
     */
    public Reply ask(String what, String method, String path, String document, String... headers) {
        ClassicHttpRequest request = Connections.request(method, path);
        request.addHeader("Host", place.host());
        request.addHeader("User-Agent", "caravan");
        try (Posts posts = new Posts(place.target(), 1, ANSWER_SECONDS, egress)) {
            return posts.send(
                    request,
                    document.getBytes(StandardCharsets.UTF_8),
                    LONGEST,
                    (answer, body) -> new Reply(answer.status(), new String(body, StandardCharsets.UTF_8)),
                    headers);
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
                ? new TransientException(text, status, code)
                : DeniedException.ofCaller(text, status, code);
    }
}

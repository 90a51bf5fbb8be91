package dev.caravan.component.cos;

import com.qcloud.cos.utils.UrlEncoderUtils;
import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.Attempts;
import dev.caravan.component.wire.Connections;
import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.job.Credentials;
import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import dev.caravan.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.http.HttpRequest;
import org.apache.http.HttpVersion;
import org.apache.http.message.BasicHttpRequest;

/** Signs requests to one bucket, sends them, and turns refusals into exceptions. */
final class CosWire implements AutoCloseable {

    private final CosAddress address;
    private final Attempts attempts;
    private final CosErrors errors;
    private final CosSigning signing;
    private final Connections connections;

    CosWire(CosAddress address, CosErrors errors, CosConfiguration configuration) {
        this.address = address;
        this.errors = errors;
        this.attempts = Attempts.of(errors.bucketName(), configuration);
        this.signing = new CosSigning(errors.bucketName(), address.hostHeader());
        this.connections = new Connections(address.target(), configuration);
    }

    /**
     * Makes one attempt, or a second one where the store refused credentials that have been changed meanwhile.
     *
     * @return an answer of success, which the caller finishes or abandons
     * @throws StoreException for everything else
     */
    Answer send(CosRequest request) {
        return attempts.make(() -> what(request), credentials -> exchange(request, credentials));
    }

    /** Sends a request whose answer has nothing in its body. */
    Answer sendForHead(CosRequest request) {
        Answer answer = send(request);
        try {
            answer.skipBody();
            return answer;
        } catch (IOException e) {
            answer.abandon();
            throw StoreErrors.io(what(request), e);
        }
    }

    private Answer exchange(CosRequest request, Credentials credentials) {
        HttpRequest message = message(request, credentials);
        Answer answer = connections.ask(() -> what(request), message);
        if (answer.status() >= 200 && answer.status() < 300) {
            return answer;
        }
        boolean temporary = credentials != null && !credentials.sessionToken().isEmpty();
        throw errors.of(what(request), CosFault.read(answer), temporary);
    }

    /** The meaning of an error that comes with status 200. */
    StoreException refusal(String what, CosFault fault) {
        return errors.of(what, fault, false);
    }

    private HttpRequest message(CosRequest request, Credentials credentials) {
        HttpRequest message = new BasicHttpRequest(request.method().name(), target(request), HttpVersion.HTTP_1_1);
        message.addHeader("Host", address.hostHeader());
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            message.addHeader(header.getKey(), checked(request, header.getKey(), header.getValue()));
        }
        message.addHeader("User-Agent", "caravan");
        if (credentials != null) {
            message.addHeader("Authorization", signing.authorization(request, credentials));
            if (!credentials.sessionToken().isEmpty()) {
                message.addHeader(CosSigning.TOKEN, credentials.sessionToken());
            }
        }
        return message;
    }

    private static String target(CosRequest request) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(request.key())) {
            throw new InvalidException(
                    "half a surrogate pair can't be sent to a store: " + Printable.of(request.key()), "InvalidKey");
        }
        // The SDK's own form of a path, where no two slashes and no dot segment stand bare.
        StringBuilder target = new StringBuilder(UrlEncoderUtils.encodeUrlPath("/" + request.key()));
        char before = '?';
        for (Map.Entry<String, String> parameter : request.parameters().entrySet()) {
            target.append(before).append(parameter.getKey()).append('=');
            KeyEncoding.query(target, parameter.getValue());
            before = '&';
        }
        return target.toString();
    }

    /** An ETag comes from listings and messages: it must not begin a header of its own. */
    private String checked(CosRequest request, String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) >= 0x7f) {
                throw new InvalidException(
                        what(request) + ": this can't be sent as the header " + name + ": " + Printable.of(value),
                        "InvalidHeader");
            }
        }
        return value;
    }

    String what(CosRequest request) {
        return errors.what(request.verb(), request.key());
    }

    Optional<Instant> time() {
        return connections.time(errors.what("HEAD", ""), address.hostHeader());
    }

    int connectionsInUse() {
        return connections.inUse();
    }

    long backOffNanos() {
        return attempts.backOffNanos();
    }

    @Override
    public void close() {
        connections.close();
    }
}

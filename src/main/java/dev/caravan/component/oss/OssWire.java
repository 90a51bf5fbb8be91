package dev.caravan.component.oss;

import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.Attempts;
import dev.caravan.component.wire.Connections;
import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.job.Credentials;
import dev.caravan.store.StoreException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.http.HttpRequest;
import org.apache.http.HttpVersion;
import org.apache.http.message.BasicHttpRequest;

/** Signs requests to one bucket, sends them at the pace that the store allows, and turns refusals into exceptions. */
final class OssWire implements AutoCloseable {

    private final OssAddress address;
    private final OssSigner signer;
    private final OssErrors errors;
    private final Attempts attempts;
    private final Connections connections;

    OssWire(OssAddress address, OssSigner signer, OssErrors errors, Attempts attempts, Connections connections) {
        this.address = address;
        this.signer = signer;
        this.errors = errors;
        this.attempts = attempts;
        this.connections = connections;
    }

    /**
     * Makes one attempt, or a second one where the store refused credentials that have been changed meanwhile.
     *
     * @param request is made anew for each attempt: signing changes it
     * @return an answer of success, which the caller finishes or abandons
     * @throws StoreException for everything else
     */
    Answer send(Supplier<OssRequest> request) {
        return attempts.make(() -> what(request.get()), credentials -> exchange(request.get(), credentials));
    }

    private Answer exchange(OssRequest request, Credentials credentials) {
        HttpRequest message = message(request, credentials);
        Answer answer = connections.ask(() -> what(request), message);
        if (answer.status() >= 200 && answer.status() < 300) {
            return answer;
        }
        throw errors.of(what(request), OssFault.read(answer));
    }

    private HttpRequest message(OssRequest request, Credentials credentials) {
        StringBuilder uri = new StringBuilder(256).append(address.basePath()).append('/');
        KeyEncoding.path(uri, request.key());
        String query = request.query();
        if (!query.isEmpty()) {
            uri.append('?').append(query);
        }
        if (credentials != null) {
            OssSigner.check(credentials);
            signer.sign(request, credentials);
        }
        HttpRequest message = new BasicHttpRequest(request.method(), uri.toString(), HttpVersion.HTTP_1_1);
        message.addHeader("host", address.hostHeader());
        request.headers().forEach(message::addHeader);
        message.addHeader("accept-encoding", "identity");
        message.addHeader("user-agent", "caravan");
        return message;
    }

    /** The meaning of an error that comes with status 200. */
    StoreException refusal(String what, OssFault fault) {
        return errors.of(what, fault);
    }

    String what(OssRequest request) {
        return errors.what(request.verb(), request.key());
    }

    Optional<Instant> time() {
        return connections.time(errors.what("HEAD", ""), address.hostHeader());
    }

    int connectionsInUse() {
        return connections.inUse();
    }

    @Override
    public void close() {
        connections.close();
    }
}

package dev.caravan.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * AssumeRole of AWS STS in this process, on 127.0.0.1: the query protocol. It checks signatures. A store accepts the
 * returned keys until they expire.
 */
public final class LocalSts implements AutoCloseable {

    private static final String XML = "xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"";

    private final HttpServer server;
    private final SigV4Verifier verifier = new SigV4Verifier(InstantSource.system(), "sts");
    private final Map<String, Role> roles = new ConcurrentHashMap<>();
    private final List<Assumed> sessions = new CopyOnWriteArrayList<>();
    private final List<Integer> answers = new CopyOnWriteArrayList<>();
    private volatile int expired;
    private volatile int failure;

    private record Role(String externalId, Set<String> trusted, LocalS3 store) {}

    /**
     * A session that the server has issued.
     *
     * @param caller the access key of the request
     * @param name of the session
     * @param region the region in the signature of the request
     */
    public record Assumed(String role, String caller, String name, String region, String accessKey, String token) {}

    private LocalSts() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 64);
        server.createContext("/", this::serve);
        server.start();
    }

    public static LocalSts start() {
        try {
            return new LocalSts();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the value of {@code AWS_ENDPOINT_URL_STS}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Adds this key. */
    public LocalSts credential(String accessKey, String secretKey) {
        verifier.accept(new Credential(accessKey, secretKey, null));
        return this;
    }

    /** Removes this key. */
    public LocalSts revoke(String accessKey) {
        verifier.forget(accessKey);
        return this;
    }

    /**
     * Adds a role.
     *
     * @param externalId the required external ID; empty if none is required
     * @param store accepts the sessions of the role
     * @param trusted the access keys that may assume it
     */
    public LocalSts role(String arn, String externalId, LocalS3 store, String... trusted) {
        boolean known = roles.values().stream().anyMatch(role -> role.store.port() == store.port());
        roles.put(arn, new Role(externalId, Set.of(trusted), store));
        if (!known) {
            store.faults()
                    .add(Fault.on()
                            .request(request -> isExpired(request.header("x-amz-security-token")))
                            .then(FaultAction.answer(400, "ExpiredToken")));
        }
        return this;
    }

    /** Makes all present sessions expire. */
    public void expireAll() {
        expired = sessions.size();
    }

    /** Answers every request with this status; 0 for none. */
    public LocalSts fail(int status) {
        failure = status;
        return this;
    }

    private boolean isExpired(String token) {
        return sessions.stream()
                .limit(expired)
                .anyMatch(session -> session.token().equals(token));
    }

    public List<Assumed> sessions() {
        return List.copyOf(sessions);
    }

    /** Returns the sessions of one role. */
    public List<Assumed> sessions(String role) {
        return sessions.stream().filter(session -> session.role().equals(role)).toList();
    }

    /** Returns the status of every response. */
    public List<Integer> answers() {
        return List.copyOf(answers);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int status = 200;
            String answer;
            try {
                answer = answer(exchange, body);
            } catch (S3Error e) {
                status = e.status();
                answer = "<ErrorResponse " + XML + "><Error><Type>Sender</Type><Code>" + e.code() + "</Code><Message>"
                        + e.getMessage() + "</Message></Error><RequestId>r</RequestId></ErrorResponse>";
            }
            answers.add(status);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String answer(HttpExchange exchange, byte[] body) throws IOException {
        if (failure != 0) {
            throw new S3Error(failure, "InternalFailure", "a fault was asked for");
        }
        HttpRequest request = HttpRequest.parse(LocalSecrets.head(exchange), null, null);
        Identity caller;
        try {
            caller = verifier.verify(request, Digests.hex(Digests.sha256().digest(body)));
        } catch (S3Error e) {
            throw new S3Error(
                    403,
                    e.code().equals("InvalidAccessKeyId") ? "InvalidClientTokenId" : e.code(),
                    "The security token included in the request is invalid.");
        }
        Map<String, String> form = form(body);
        if (caller == null || !"AssumeRole".equals(form.get("Action"))) {
            throw new S3Error(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
        }
        String key = caller.authorization().accessKey();
        String arn = form.getOrDefault("RoleArn", "");
        Role role = roles.get(arn);
        if (role == null
                || !role.trusted.contains(key)
                || (!role.externalId.isEmpty() && !role.externalId.equals(form.get("ExternalId")))) {
            throw new S3Error(
                    403,
                    "AccessDenied",
                    "User: arn:aws:iam::111111111111:user/" + key
                            + " is not authorized to perform: sts:AssumeRole on resource: " + arn);
        }
        int number = sessions.size() + 1;
        Assumed session = new Assumed(
                arn, key, form.get("RoleSessionName"), caller.region(), "ASIA" + number, "session-token-" + number);
        String secret = "session-secret-" + number;
        role.store.credential(session.accessKey(), secret, session.token());
        sessions.add(session);
        Instant end = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        return "<AssumeRoleResponse " + XML + "><AssumeRoleResult><AssumedRoleUser><Arn>" + arn + "</Arn>"
                + "<AssumedRoleId>AROA:x</AssumedRoleId></AssumedRoleUser><Credentials><AccessKeyId>"
                + session.accessKey() + "</AccessKeyId><SecretAccessKey>" + secret + "</SecretAccessKey><SessionToken>"
                + session.token() + "</SessionToken><Expiration>" + end + "</Expiration></Credentials>"
                + "</AssumeRoleResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>"
                + "</AssumeRoleResponse>";
    }

    private static Map<String, String> form(byte[] body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                form.put(parts[0], Percent.decodeQuery(parts[1]));
            }
        }
        return form;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

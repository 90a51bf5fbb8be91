package dev.caravan.aws;

import dev.caravan.component.wire.Posts;
import dev.caravan.component.wire.SigningKey;
import dev.caravan.component.wire.SigningTime;
import dev.caravan.job.Egress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/**
 * Makes calls of an AWS service without the SDK's pipeline, which needs more CPU than the transfer of a small object. A
 * direct call is one attempt: a signed POST to the address of the SDK's first request, over our connections and with
 * the same credentials. After any failure the caller repeats the call with the SDK's client. So do following calls:
 * each success of that client refills its retry budget by one.
 */
public final class DirectCalls {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.aws");
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    /** The SDK's full retry budget (AWS SDKs Reference Guide, "Retry behavior"). */
    private static final int LEFT_TO_SDK = 500;

    private final int connections;
    private final int seconds;
    private final Egress egress;
    private final AtomicInteger left = new AtomicInteger();
    private volatile IdentityProvider<? extends AwsCredentialsIdentity> credentials;
    private volatile Service service;

    /**
     * @param connections the most open at a time
     * @param attempt limit for the beginning and again for the end of an answer
     */
    DirectCalls(int connections, Duration attempt, Egress egress) {
        this.egress = egress;
        this.connections = connections;
        this.seconds = (int) Math.max(1, attempt.toSeconds());
    }

    /** Writes a request's body; throws if only the SDK's client can write it. */
    public interface Body {
        byte[] write() throws IOException;
    }

    /** Reads an answer's body; returns null if only the SDK's client understands it. */
    public interface Answer<T> {
        T read(int status, byte[] body) throws IOException;
    }

    /** The service's address and headers as the SDK uses them. */
    private record Service(
            Posts posts, String address, String host, String type, String targets, String scope, SigningKey key) {

        static String address(SdkHttpRequest sent) {
            return sent.protocol() + "://" + sent.host() + ':' + sent.port();
        }

        String[] signed(String operation, byte[] body, AwsCredentialsIdentity identity) {
            SigningTime time = SigningTime.now();
            String target = targets + operation;
            String token = identity instanceof AwsSessionCredentialsIdentity session ? session.sessionToken() : "";
            String names = token.isEmpty()
                    ? "content-type;host;x-amz-date;x-amz-target"
                    : "content-type;host;x-amz-date;x-amz-security-token;x-amz-target";
            StringBuilder text = new StringBuilder(1024);
            text.append("POST\n/\n\ncontent-type:").append(type);
            text.append("\nhost:").append(host);
            text.append("\nx-amz-date:").append(time.second());
            if (!token.isEmpty()) {
                text.append("\nx-amz-security-token:").append(token);
            }
            text.append("\nx-amz-target:").append(target).append("\n\n").append(names);
            text.append('\n').append(SigningKey.sha256(body));
            String hash = SigningKey.sha256(text.toString());
            String day = time.day() + scope;
            String signature = key.sign(
                    identity.secretAccessKey(),
                    time.day(),
                    ALGORITHM + '\n' + time.second() + '\n' + day + '\n' + hash);
            String authorization = ALGORITHM + " Credential=" + identity.accessKeyId() + '/' + day + ", SignedHeaders="
                    + names + ", Signature=" + signature;
            List<String> headers = new ArrayList<>(
                    List.of("Host", host, "Content-Type", type, "X-Amz-Date", time.second(), "X-Amz-Target", target));
            if (!token.isEmpty()) {
                headers.addAll(List.of("X-Amz-Security-Token", token));
            }
            headers.addAll(List.of("User-Agent", "caravan", "Authorization", authorization));
            return headers.toArray(String[]::new);
        }
    }

    /** Returns an interceptor that learns addresses and headers from the SDK's requests. */
    ExecutionInterceptor learning() {
        return new ExecutionInterceptor() {
            @Override
            public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
                learn(context.httpRequest());
            }
        };
    }

    private synchronized void learn(SdkHttpRequest sent) {
        String address = Service.address(sent);
        if (service != null && service.address().equals(address)) {
            return;
        }
        close();
        // AWS4-HMAC-SHA256 Credential=key/20261129/us-east-1/dynamodb/aws4_request, SignedHeaders=...
        String[] credential = header(sent, "Authorization").split(",", 2)[0].split("/", -1);
        String target = header(sent, "X-Amz-Target");
        boolean known = credential.length == 5
                && credential[0].startsWith(ALGORITHM + " ")
                && sent.method() == SdkHttpMethod.POST
                && sent.encodedPath().equals("/")
                && sent.rawQueryParameters().isEmpty()
                && !target.isEmpty();
        if (!known) {
            return;
        }
        service = new Service(
                Posts.to(sent.protocol(), sent.host(), sent.port(), connections, seconds, egress),
                address,
                header(sent, "Host"),
                header(sent, "Content-Type"),
                target.substring(0, target.indexOf('.') + 1),
                '/' + credential[2] + '/' + credential[3] + '/' + credential[4],
                new SigningKey("AWS4", credential[2], credential[3], credential[4]));
    }

    private static String header(SdkHttpRequest sent, String name) {
        return sent.firstMatchingHeader(name).orElse("");
    }

    void use(IdentityProvider<? extends AwsCredentialsIdentity> provider) {
        credentials = provider;
    }

    /**
     * Makes one attempt of an operation such as {@code UpdateItem}; returns null if the SDK's client must make the
     * call.
     */
    public <T> T call(String operation, Body request, Answer<T> answer) {
        Service known = service;
        if (known == null || (left.get() > 0 && left.getAndDecrement() > 0)) {
            return null;
        }
        byte[] body;
        try {
            body = request.write();
        } catch (IOException e) {
            // The text isn't Unicode, or a value is of another type: the client reports or sends it.
            return null;
        }
        try {
            AwsCredentialsIdentity identity = credentials.resolveIdentity().join();
            T result = known.posts()
                    .post(
                            body,
                            (reply, bytes) -> isWhole(reply.header("x-amz-crc32"), bytes)
                                    ? answer.read(reply.status(), bytes)
                                    : null,
                            known.signed(operation, body, identity));
            if (result != null) {
                return result;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} goes through the SDK", operation, e);
        }
        left.set(LEFT_TO_SDK);
        return null;
    }

    private static boolean isWhole(String told, byte[] body) {
        if (told.isEmpty()) {
            return true;
        }
        CRC32 sum = new CRC32();
        sum.update(body);
        return told.equals(Long.toString(sum.getValue()));
    }

    void close() {
        if (service != null) {
            service.posts().close();
            service = null;
        }
    }
}

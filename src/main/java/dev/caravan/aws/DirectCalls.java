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
 * Makes calls of one AWS service without the request pipeline of the SDK, which takes more CPU than the transfer of a small object. A direct call is one
 * attempt: a signed POST to the address of the SDK's first request, over a connection of the wire and with the same credentials. If anything fails,
 * the caller makes the call with the SDK's client, which repeats it and throws as ever. So are the calls that follow: each success of the SDK's
 * client fills its budget for retries by one.
 */
public final class DirectCalls {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.aws");
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    /** The SDK's budget for retries, when it is full (AWS SDKs Reference Guide, "Retry behavior"). */
    private static final int LEFT_TO_SDK = 500;

    private final int connections;
    private final int seconds;
    private final Egress egress;
    private final AtomicInteger left = new AtomicInteger();
    private volatile IdentityProvider<? extends AwsCredentialsIdentity> credentials;
    private volatile Service service;

    /**
     * @param connections the most that are open at a time
     * @param attempt how long an answer may take to begin, and then to end
     * @param egress how connections leave this machine
     */
    DirectCalls(int connections, Duration attempt, Egress egress) {
        this.egress = egress;
        this.connections = connections;
        this.seconds = (int) Math.max(1, attempt.toSeconds());
    }

    /** Reads the body of an answer. Returns null for an answer that only the SDK's client understands. */
    public interface Answer<T> {
        T read(int status, byte[] body) throws IOException;
    }

    /** Where and how the SDK sends requests to the service. */
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

    /** Learns from the requests of the SDK's client where and how they are sent. */
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
                new Posts(sent.protocol(), sent.host(), sent.port(), connections, seconds, egress),
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
     * Makes one attempt of a call.
     *
     * @param operation for example {@code UpdateItem}
     * @return what the answer says; null where the call must be made with the SDK's client
     */
    public <T> T call(String operation, byte[] body, Answer<T> answer) {
        Service known = service;
        if (known == null || (left.get() > 0 && left.getAndDecrement() > 0)) {
            return null;
        }
        try {
            AwsCredentialsIdentity identity = credentials.resolveIdentity().join();
            T result = known.posts()
                    .post(
                            "/",
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

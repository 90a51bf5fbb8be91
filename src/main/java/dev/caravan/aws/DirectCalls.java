package dev.caravan.aws;

import dev.caravan.component.wire.SigningKey;
import dev.caravan.component.wire.SigningTime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/**
 * Makes calls of one AWS service without the request pipeline of the SDK, which takes more CPU than the transfer of a small object. A direct call is one
 * attempt: a signed POST to the address of the SDK's last request, by the same HTTP client and with the same credentials. If anything fails,
 * the caller makes the call with the SDK's client, which repeats it and throws as ever. So are the calls that follow: each success of the SDK's
 * client fills its budget for retries by one.
 */
public final class DirectCalls {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.aws");
    private static final String SCHEME = "AWS4-HMAC-SHA256 ";

    /** The SDK's budget for retries, when it is full (AWS SDKs Reference Guide, "Retry behavior"). */
    private static final int LEFT_TO_SDK = 500;

    // Amazon SQS answers 1 MiB at most, DynamoDB an item of 400 KB; both escape in JSON.
    private static final int LONGEST_ANSWER = 8 << 20;

    private final SdkHttpClient http;
    private final ScheduledExecutorService timer;
    private final Duration attempt;
    private volatile IdentityProvider<? extends AwsCredentialsIdentity> credentials;
    private volatile Service service;
    private final AtomicInteger left = new AtomicInteger();

    /** @param attempt how long a call may take */
    DirectCalls(SdkHttpClient http, ScheduledExecutorService timer, Duration attempt) {
        this.http = http;
        this.timer = timer;
        this.attempt = attempt;
    }

    /** Reads the body of an answer. Returns null for an answer that only the SDK's client understands. */
    public interface Answer<T> {
        T read(int status, byte[] body) throws IOException;
    }

    /** How the SDK sends requests to the service: what is the same in all of them. */
    private record Service(SdkHttpRequest request, String host, String targets, String scope, SigningKey key) {

        /** Returns null where the request is signed in another way than this class knows. */
        static Service of(SdkHttpRequest sent) {
            String authorization = sent.firstMatchingHeader("Authorization").orElse("");
            String target = sent.firstMatchingHeader("X-Amz-Target").orElse("");
            String type = sent.firstMatchingHeader("Content-Type").orElse("");
            String host = sent.firstMatchingHeader("Host").orElse("");
            // AWS4-HMAC-SHA256 Credential=key/20261129/us-east-1/dynamodb/aws4_request, SignedHeaders=...
            String[] credential = authorization.split(",", 2)[0].split("/", -1);
            if (!authorization.startsWith(SCHEME)
                    || credential.length != 5
                    || sent.method() != SdkHttpMethod.POST
                    || !sent.encodedPath().equals("/")
                    || !sent.rawQueryParameters().isEmpty()
                    || target.isEmpty()
                    || host.isEmpty()) {
                return null;
            }
            SdkHttpRequest request = SdkHttpRequest.builder()
                    .method(SdkHttpMethod.POST)
                    .protocol(sent.protocol())
                    .host(sent.host())
                    .port(sent.port())
                    .encodedPath("/")
                    .putHeader("Content-Type", type)
                    .putHeader("Host", host)
                    .build();
            String region = credential[2];
            String name = credential[3];
            return new Service(
                    request,
                    "content-type:" + type + "\nhost:" + host + "\nx-amz-date:",
                    target.substring(0, target.indexOf('.') + 1),
                    '/' + region + '/' + name + "/aws4_request",
                    new SigningKey("AWS4", region, name, "aws4_request"));
        }

        boolean isOf(SdkHttpRequest sent) {
            return request.host().equals(sent.host())
                    && request.port() == sent.port()
                    && request.protocol().equals(sent.protocol());
        }

        SdkHttpRequest signed(String operation, byte[] body, AwsCredentialsIdentity identity) {
            SigningTime time = SigningTime.now();
            String target = targets + operation;
            String token = identity instanceof AwsSessionCredentialsIdentity session ? session.sessionToken() : null;
            String names = token == null
                    ? "content-type;host;x-amz-date;x-amz-target"
                    : "content-type;host;x-amz-date;x-amz-security-token;x-amz-target";
            StringBuilder text = new StringBuilder(1024);
            text.append("POST\n/\n\n").append(host).append(time.second());
            if (token != null) {
                text.append("\nx-amz-security-token:").append(token);
            }
            text.append("\nx-amz-target:").append(target).append("\n\n").append(names);
            text.append('\n').append(SigningKey.sha256(body));
            String hash = SigningKey.sha256(text.toString());
            String day = time.day() + scope;
            String signature = key.sign(
                    identity.secretAccessKey(),
                    time.day(),
                    "AWS4-HMAC-SHA256\n" + time.second() + '\n' + day + '\n' + hash);
            SdkHttpRequest.Builder signed = request.toBuilder()
                    .putHeader("X-Amz-Date", time.second())
                    .putHeader("X-Amz-Target", target)
                    .putHeader("Content-Length", Integer.toString(body.length))
                    .putHeader(
                            "Authorization",
                            SCHEME + "Credential=" + identity.accessKeyId() + '/' + day + ", SignedHeaders=" + names
                                    + ", Signature=" + signature);
            if (token != null) {
                signed.putHeader("X-Amz-Security-Token", token);
            }
            return signed.build();
        }
    }

    /** Learns from the requests of the SDK's client where and how they are sent. */
    ExecutionInterceptor learning() {
        return new ExecutionInterceptor() {
            @Override
            public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
                Service known = service;
                if (known == null || !known.isOf(context.httpRequest())) {
                    service = Service.of(context.httpRequest());
                }
            }
        };
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
            T result = answer(known.signed(operation, body, identity), body, answer);
            if (result != null) {
                return result;
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} goes through the SDK", operation, e);
        }
        left.set(LEFT_TO_SDK);
        return null;
    }

    private <T> T answer(SdkHttpRequest request, byte[] body, Answer<T> answer) throws IOException {
        ExecutableHttpRequest call = http.prepareRequest(HttpExecuteRequest.builder()
                .request(request)
                .contentStreamProvider(ContentStreamProvider.fromByteArrayUnsafe(body))
                .build());
        Future<?> end = timer.schedule(call::abort, attempt.toMillis(), TimeUnit.MILLISECONDS);
        try {
            HttpExecuteResponse response = call.call();
            byte[] answered;
            try (AbortableInputStream stream = response.responseBody().orElse(null)) {
                answered = stream == null ? new byte[0] : stream.readNBytes(LONGEST_ANSWER);
                if (answered.length == LONGEST_ANSWER) {
                    stream.abort();
                    return null;
                }
            }
            return isWhole(response, answered)
                    ? answer.read(response.httpResponse().statusCode(), answered)
                    : null;
        } finally {
            end.cancel(false);
        }
    }

    private static boolean isWhole(HttpExecuteResponse response, byte[] body) {
        String told = response.httpResponse().firstMatchingHeader("x-amz-crc32").orElse("");
        if (told.isEmpty()) {
            return true;
        }
        CRC32 sum = new CRC32();
        sum.update(body);
        return told.equals(Long.toString(sum.getValue()));
    }
}

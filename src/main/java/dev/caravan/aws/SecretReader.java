package dev.caravan.aws;

import dev.caravan.component.wire.KeyJson;
import dev.caravan.job.Credentials;
import dev.caravan.job.CustomerKey;
import dev.caravan.job.Printable;
import dev.caravan.store.DeniedException;
import dev.caravan.store.Session;
import dev.caravan.store.StoreException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Reads an access key, or a customer's key of SSE-C, from AWS Secrets Manager. */
public final class SecretReader implements Supplier<Session> {

    /** The time limit with the SDK's retries; refused requests wait for it. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private static final KeyJson KEY = new KeyJson("access_key_id", "secret_access_key", "session_token", "");

    private final Supplier<SecretsManagerClient> client;
    private final String name;

    /**
     * @param client created for each read, as it needs a region
     * @param name the secret's name or ARN
     */
    public SecretReader(Supplier<SecretsManagerClient> client, String name) {
        this.client = client;
        this.name = name;
    }

    @Override
    public Session get() {
        return parsed(text -> new Session(accessKey(text), null), " is not an access key: ");
    }

    /**
     * Reads an access key from a secret's JSON; the text is null for a binary secret. Messages never contain the text or a
     * parser's cause.
     *
     * @throws IllegalArgumentException with the fault
     */
    static Credentials accessKey(String text) {
        String fault = "it holds bytes instead of text";
        if (text != null) {
            try {
                return KEY.read(KeyJson.object(text)).credentials();
            } catch (IllegalArgumentException e) {
                fault = e.getMessage();
            }
        }
        throw new IllegalArgumentException(
                fault + "; it must be {\"access_key_id\": \"…\", \"secret_access_key\": \"…\"}, with \"session_token\""
                        + " too if the key is temporary");
    }

    /** Returns the customer's key that the secret holds in base64. */
    public CustomerKey customerKey() {
        return parsed(text -> CustomerKey.parse(text == null ? "" : text), " ");
    }

    private <T> T parsed(Function<String, T> parse, String otherwise) {
        String text;
        try {
            text = client.get()
                    .getSecretValue(
                            ask -> ask.secretId(name).overrideConfiguration(limits -> limits.apiCallTimeout(LONGEST)))
                    .secretString();
        } catch (AwsServiceException e) {
            throw failed(" can't be read: " + words(e), e);
        } catch (RuntimeException e) {
            // No cause: an answer that can't be parsed may be quoted there.
            throw failed(" can't be read: " + reason(e), null);
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw failed(otherwise + e.getMessage(), null);
        }
    }

    private StoreException failed(String what, AwsServiceException cause) {
        return DeniedException.ofCaller(
                "the secret " + Printable.quoted(name) + " of Secrets Manager" + what, 0, "NoCredentials", cause);
    }

    private static String words(AwsServiceException e) {
        return e.awsErrorDetails() == null ? "status " + e.statusCode() : ControlPlaneProblem.words(e);
    }

    private static String reason(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        // The SDK's message also lists all places where it looked.
        if (message.startsWith("Unable to load region")) {
            return "no region is known: set AWS_REGION to the one where the secret is";
        }
        if (message.startsWith("Unable to load credentials")) {
            return "no AWS credentials were found: set an access key (AWS_ACCESS_KEY_ID) or a profile, or give the"
                    + " machine a role";
        }
        return message.startsWith("Unable to unmarshall") ? "the answer is invalid" : Printable.of(message);
    }
}

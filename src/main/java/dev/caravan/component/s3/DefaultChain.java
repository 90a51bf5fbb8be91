package dev.caravan.component.s3;

import dev.caravan.job.Credentials;
import dev.caravan.store.CredentialsSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * The AWS SDK's default credential chain, which renews credentials before they expire. Throws SdkException if nothing in
 * it has credentials.
 */
final class DefaultChain implements CredentialsSource, AutoCloseable {

    private final DefaultCredentialsProvider chain =
            DefaultCredentialsProvider.builder().build();
    private volatile Known known = new Known(null, null);

    /** Caches the conversion of the SDK's credentials until they change. */
    private record Known(AwsCredentials sdk, Credentials made) {}

    @Override
    @SuppressWarnings(
            "ReferenceEquality") // The chain keeps the object until it has others; equal ones would do as well.
    public Credentials current() {
        AwsCredentials now = chain.resolveCredentials();
        Known last = known;
        if (last.sdk != now) {
            String token = now instanceof AwsSessionCredentials session ? session.sessionToken() : "";
            last = new Known(now, new Credentials(now.accessKeyId(), now.secretAccessKey(), token));
            known = last;
        }
        return last.made;
    }

    @Override
    public void close() {
        chain.close();
    }
}

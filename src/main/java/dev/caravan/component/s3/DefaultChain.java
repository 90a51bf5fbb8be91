package dev.caravan.component.s3;

import dev.caravan.job.Credentials;
import dev.caravan.store.CredentialsSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** The default chain of the AWS SDK. It throws an SdkException where nothing in it has credentials. */
final class DefaultChain implements CredentialsSource, AutoCloseable {

    private final DefaultCredentialsProvider chain =
            DefaultCredentialsProvider.builder().build();
    private volatile Known known = new Known(null, null);

    /** Credentials that are made of the SDK's once for as long as those stay the same. */
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

    /** The chain renews its credentials before they end. */
    @Override
    public boolean renewed(Credentials refused) {
        return false;
    }

    @Override
    public void close() {
        chain.close();
    }
}

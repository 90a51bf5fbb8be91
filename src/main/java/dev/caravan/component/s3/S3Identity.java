package dev.caravan.component.s3;

import dev.caravan.job.Credentials;
import dev.caravan.store.CredentialsSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * As whom requests are sent.
 *
 * @param provider of the credentials; they may be other ones with every request
 * @param anonymous whether requests aren't signed
 */
record S3Identity(AwsCredentialsProvider provider, boolean anonymous) implements AutoCloseable {

    static S3Identity of(S3Configuration configuration) {
        if (configuration.isAnonymous()) {
            return new S3Identity(AnonymousCredentialsProvider.create(), true);
        }
        CredentialsSource source = configuration.credentials();
        return new S3Identity(
                source == null ? DefaultCredentialsProvider.builder().build() : new Renewable(source), false);
    }

    private static AwsCredentials ofSdk(Credentials key) {
        return key.sessionToken().isEmpty()
                ? AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())
                : AwsSessionCredentials.create(key.accessKeyId(), key.secretAccessKey(), key.sessionToken());
    }

    /** Whether other credentials are to be had in the place of those that the store refused; it may take some seconds. */
    boolean renewed(AwsCredentials refused) {
        return provider instanceof Renewable renewable && renewable.renewed(refused);
    }

    @Override
    public void close() {
        if (provider instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }

    /** Credentials of a source, made into the SDK's once for as long as they stay the same. */
    private static final class Renewable implements AwsCredentialsProvider {

        private final CredentialsSource source;
        private volatile Made made;

        Renewable(CredentialsSource source) {
            this.source = source;
            this.made = Made.of(source.current());
        }

        @Override
        @SuppressWarnings(
                "ReferenceEquality") // A source keeps the object until it has others; equal ones would do as well.
        public AwsCredentials resolveCredentials() {
            Credentials now = source.current();
            Made known = made;
            if (known.from != now) {
                known = Made.of(now);
                made = known;
            }
            return known.sdk;
        }

        boolean renewed(AwsCredentials refused) {
            String token = refused instanceof AwsSessionCredentials session ? session.sessionToken() : "";
            return source.renewed(new Credentials(refused.accessKeyId(), refused.secretAccessKey(), token));
        }

        private record Made(Credentials from, AwsCredentials sdk) {
            static Made of(Credentials from) {
                return new Made(from, ofSdk(from));
            }

            @Override
            public String toString() {
                return from.toString();
            }
        }
    }
}

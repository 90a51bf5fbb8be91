package dev.caravan.component.s3;

import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * As whom requests are sent.
 *
 * @param provider of the credentials
 * @param anonymous whether requests aren't signed
 */
record S3Identity(AwsCredentialsProvider provider, boolean anonymous) implements AutoCloseable {

    static S3Identity of(S3Configuration configuration) {
        if (configuration.isAnonymous()) {
            return new S3Identity(AnonymousCredentialsProvider.create(), true);
        }
        String id = configuration.getAccessKeyId();
        if (id.isEmpty()) {
            return new S3Identity(DefaultCredentialsProvider.builder().build(), false);
        }
        String secret = configuration.getSecretAccessKey();
        String token = configuration.getSessionToken();
        return new S3Identity(
                StaticCredentialsProvider.create(
                        token.isEmpty()
                                ? AwsBasicCredentials.create(id, secret)
                                : AwsSessionCredentials.create(id, secret, token)),
                false);
    }

    @Override
    public void close() {
        if (provider instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}

package dev.caravan.aws;

import java.io.IOException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An HTTP client whose attempts fail with an {@link IOException} where their time ends while they connect. HttpClient 5 throws an
 * {@link IllegalStateException} then, which the SDK neither takes for the end of the attempt nor tries again.
 */
record EndedAttempts(SdkHttpClient client) implements SdkHttpClient {

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest attempt = client.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                try {
                    return attempt.call();
                } catch (IllegalStateException e) {
                    throw new IOException(e.getMessage(), e);
                }
            }

            @Override
            public void abort() {
                attempt.abort();
            }
        };
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }
}

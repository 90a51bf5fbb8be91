package dev.caravan.aws;

import dev.caravan.component.wire.ProxyException;
import dev.caravan.job.Proxies;
import dev.caravan.job.Proxy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * An HTTP client that reports as {@link IOException} what the SDK doesn't retry otherwise: a timeout while connecting
 * (HttpClient 5 throws {@link IllegalStateException}), and a proxy's answer in place of the service's.
 */
record EndedAttempts(SdkHttpClient client, Proxies proxies) implements SdkHttpClient {

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest attempt = client.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                SdkHttpRequest sent = request.httpRequest();
                Optional<Proxy> proxy = proxies.to(sent.protocol(), sent.host(), sent.port());
                try {
                    HttpExecuteResponse response = attempt.call();
                    if (proxy.isPresent()) {
                        check(proxy.get(), sent, response);
                    }
                    return response;
                } catch (IllegalStateException e) {
                    throw new IOException(e.getMessage(), e);
                } catch (ConnectException | UnknownHostException e) {
                    throw proxy.isPresent() ? ProxyException.unreachable(proxy.get(), e) : e;
                }
            }

            @Override
            public void abort() {
                attempt.abort();
            }
        };
    }

    private static void check(Proxy proxy, SdkHttpRequest sent, HttpExecuteResponse response) throws IOException {
        SdkHttpResponse answer = response.httpResponse();
        boolean numbered = answer.firstMatchingHeader("x-amzn-RequestId").isPresent()
                || answer.firstMatchingHeader("x-amz-request-id").isPresent();
        String type = answer.firstMatchingHeader("Content-Type").orElse("");
        if (ProxyException.isOfProxy(answer.statusCode(), numbered, type)) {
            response.responseBody().ifPresent(AbortableInputStream::abort);
            throw ProxyException.refused(
                    proxy,
                    sent.host() + ':' + sent.port(),
                    false,
                    answer.statusCode(),
                    answer.statusText().orElse(""));
        }
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

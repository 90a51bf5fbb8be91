package dev.caravan.aws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.job.Egress;
import dev.caravan.job.Proxies;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Tests a service that never ends a response. */
@Timeout(60)
class ControlPlaneTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerSocket server;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        String address = "http://127.0.0.1:" + server.getLocalPort();
        Map.of(
                        "aws.region",
                        "us-east-1",
                        "aws.accessKeyId",
                        "local",
                        "aws.secretAccessKey",
                        "local",
                        "aws.endpointUrlSqs",
                        address,
                        "aws.endpointUrlDynamoDb",
                        address,
                        "aws.endpointUrlCloudWatch",
                        address)
                .forEach(System::setProperty);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private void answers(String text) {
        Future<?> unused = threads.submit(() -> {
            while (true) {
                Socket socket = server.accept();
                Future<?> unusedToo = threads.submit(() -> {
                    OutputStream out = socket.getOutputStream();
                    while (true) {
                        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
                        Thread.sleep(10);
                    }
                });
            }
        });
    }

    @Test
    void anAttemptHasAnEndThoughTheServiceDrips() {
        answers("HTTP/1.1 100 Continue\r\n\r\n");
        try (ControlPlane plane = ControlPlane.impatient(Duration.ofMillis(300), Egress.ofProcess())) {
            assertThatThrownBy(() -> plane.sqs().listQueues()).isInstanceOf(SdkException.class);
            assertThatThrownBy(() -> plane.dynamoDb().listTables()).isInstanceOf(SdkException.class);
            assertThatThrownBy(() -> plane.cloudWatch().listMetrics()).isInstanceOf(SdkException.class);
        }
    }

    @Test
    void anAttemptThatEndsWhileItConnectsFailsLikeAConnection() {
        SdkHttpClient ended = new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                return new ExecutableHttpRequest() {
                    @Override
                    public HttpExecuteResponse call() {
                        throw new IllegalStateException("Endpoint not acquired / already released");
                    }

                    @Override
                    public void abort() {}
                };
            }

            @Override
            public void close() {}
        };
        ExecutableHttpRequest attempt = new EndedAttempts(ended, Proxies.NONE)
                .prepareRequest(HttpExecuteRequest.builder()
                        .request(SdkHttpRequest.builder()
                                .method(SdkHttpMethod.GET)
                                .uri(URI.create("http://localhost/"))
                                .build())
                        .build());
        assertThatThrownBy(attempt::call).isInstanceOf(IOException.class).hasMessageContaining("already released");
    }
}

package dev.caravan.component.wire;

import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.job.Egress;
import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Sends short documents to a service and reads whole answers. */
public final class Posts implements AutoCloseable {

    private static final int CONNECT_MS = 5_000;
    private static final int LONGEST_ANSWER = 8 << 20;

    private final Connections connections;
    private final int seconds;

    public interface Reader<T> {
        T read(Answer answer, byte[] body) throws IOException;
    }

    /** Connects with the first request; the other parameters are those of the constructor. */
    public static Posts to(String scheme, String host, int port, int most, int seconds, Egress egress) {
        return new Posts(new HttpHost(scheme, host, port), most, seconds, egress);
    }

    /**
     * Connects with the first request.
     *
     * @param most concurrent requests; others wait
     * @param seconds limit for the beginning and again for the end of an answer; at least 1
     */
    Posts(HttpHost target, int most, int seconds, Egress egress) {
        ObjectStoreConfiguration configuration = new ObjectStoreConfiguration() {};
        configuration.setEgress(egress);
        configuration.setMaxConnections(most);
        configuration.setConnectTimeout(CONNECT_MS);
        configuration.setSocketTimeout(seconds * 1000);
        this.connections = new Connections(target, configuration);
        this.seconds = seconds;
    }

    /**
     * Makes one attempt with the service's root path.
     *
     * @param headers names and values in turn
     * @throws IOException for no answer, or one above 8 MiB
     */
    public <T> T post(byte[] document, Reader<T> reader, String... headers) throws IOException, InterruptedException {
        return send(Connections.request("POST", "/"), document, LONGEST_ANSWER, reader, headers);
    }

    /** Makes one attempt with any method; {@code longest} is the first length in bytes that is too long. */
    <T> T send(ClassicHttpRequest request, byte[] document, int longest, Reader<T> reader, String... headers)
            throws IOException, InterruptedException {
        for (int i = 0; i < headers.length; i += 2) {
            request.addHeader(headers[i], headers[i + 1]);
        }
        if (!request.getMethod().equals("GET")) {
            request.addHeader("Content-Length", Integer.toString(document.length));
            request.setEntity(new ByteArrayEntity(document, null));
        }
        Answer answer = connections.exchange(request);
        try {
            answer.allow(seconds);
            byte[] body = answer.body().readNBytes(longest);
            if (body.length == longest) {
                throw new BoundExceededException("the answer is longer than " + longest + " bytes");
            }
            answer.finish();
            return reader.read(answer, body);
        } finally {
            answer.abandon();
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}

package dev.caravan.component.s3;

import dev.caravan.store.Backoff;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.PutRequest;
import dev.caravan.store.SendAgainException;
import dev.caravan.store.WritableStore;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.util.IOHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Stores as the client of {@code aws2-s3:}, for single files. A file uses the address, credentials, timeouts and
 * messages of the store's side, and no second HTTP client is loaded.
 *
 * @param from opens a bucket for reading; closed after use
 * @param to opens a bucket for writing; closed after use
 */
public record FileClient(Function<String, ObjectStore> from, Function<String, WritableStore> to, Backoff backoff)
        implements S3Client {

    private static final Logger LOG = LoggerFactory.getLogger(FileClient.class);

    /** The attempts of a write: the store may ask for two other forms. */
    private static final int FORMS = 3;

    /** Returns success without a request: the component calls it at its start, and the first request shows the same. */
    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        return HeadBucketResponse.builder().build();
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        ObjectStore store = from.apply(request.bucket());
        try {
            ObjectContent content = repeated(() -> store.get(new GetRequest(request.key(), null, null)));
            InputStream stream = new FilterInputStream(content.stream()) {
                @Override
                public void close() {
                    content.close();
                    store.close();
                }
            };
            return transformer.transform(
                    GetObjectResponse.builder().contentLength(content.length()).build(),
                    AbortableInputStream.create(stream));
        } catch (RuntimeException e) {
            store.close();
            throw e;
        } catch (Exception e) {
            store.close();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        try (WritableStore store = to.apply(request.bucket())) {
            return PutObjectResponse.builder()
                    .eTag(repeated(() -> put(store, request, body)))
                    .build();
        }
    }

    /** Writes the object, in another form if the store asks for one. */
    private static String put(WritableStore store, PutObjectRequest request, RequestBody body) {
        for (int form = 1; ; form++) {
            try (ObjectContent content = content(request, body)) {
                return store.put(new PutRequest(request.key(), content.info().metadata(), null), content);
            } catch (SendAgainException e) {
                if (form == FORMS) {
                    throw e;
                }
            }
        }
    }

    private static ObjectContent content(PutObjectRequest request, RequestBody body) {
        long length = body.optionalContentLength().orElseThrow();
        String type = request.contentType();
        Map<String, String> headers = type == null || type.isEmpty() ? Map.of() : Map.of("content-type", type);
        ObjectMetadata metadata = new ObjectMetadata(headers, Map.of(), Map.of());
        InputStream stream = body.contentStreamProvider().newStream();
        return new ObjectContent(
                stream,
                length,
                new ObjectInfo(request.key(), length, "", false, null, "", metadata),
                () -> IOHelper.close(stream));
    }

    private <T> T repeated(Supplier<T> request) {
        try {
            return backoff.repeat(request, e -> LOG.warn("{}: retrying", e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}

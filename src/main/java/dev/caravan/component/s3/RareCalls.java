package dev.caravan.component.s3;

import dev.caravan.store.AdaptivePace;
import dev.caravan.store.ByteRange;
import dev.caravan.store.CopySource;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.PartRequest;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadedPart;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.Tag;

/** Everything that isn't called once an object or part, on the SDK's own client, which is made when it is first needed. */
final class RareCalls implements AutoCloseable {

    private final String bucket;
    private final S3Configuration configuration;
    private final S3Address address;
    private final S3Identity identity;
    private final S3Errors errors;
    private final AdaptivePace pace;
    private S3Client client;

    RareCalls(
            String bucket,
            S3Configuration configuration,
            S3Address address,
            S3Identity identity,
            S3Errors errors,
            AdaptivePace pace) {
        this.bucket = bucket;
        this.configuration = configuration;
        this.address = address;
        this.identity = identity;
        this.errors = errors;
        this.pace = pace;
    }

    String copyObject(String key, CopySource source) {
        return unquoted(call(
                "COPY to",
                key,
                s3 -> s3.copyObject(copy -> copy.sourceBucket(source.bucket())
                                .sourceKey(source.key())
                                .copySourceIfMatch(quoted(source.ifMatch()))
                                .destinationBucket(bucket)
                                .destinationKey(key)
                                .storageClass(given(configuration.getStorageClass()))
                                .acl(given(configuration.getAcl()))
                                .serverSideEncryption(given(configuration.getSseType()))
                                .ssekmsKeyId(given(configuration.getKmsKeyId()))
                                .requestPayer(payer()))
                        .copyObjectResult()
                        .eTag()));
    }

    UploadedPart copyPart(PartRequest part, CopySource source, ByteRange range) {
        CopyPartResult result = call(
                "COPY PART " + part.partNumber() + " of",
                part.key(),
                s3 -> s3.uploadPartCopy(copy -> copy.sourceBucket(source.bucket())
                                .sourceKey(source.key())
                                .copySourceIfMatch(quoted(source.ifMatch()))
                                .copySourceRange(range.header())
                                .destinationBucket(bucket)
                                .destinationKey(part.key())
                                .uploadId(part.uploadId())
                                .partNumber(part.partNumber())
                                .requestPayer(payer()))
                        .copyPartResult());
        return new UploadedPart(
                part.partNumber(), unquoted(result.eTag()), range.length(), text(result.checksumCRC32C()));
    }

    void abortUpload(String key, String uploadId) {
        try {
            call(
                    "ABORT UPLOAD of",
                    key,
                    s3 -> s3.abortMultipartUpload(abort ->
                            abort.bucket(bucket).key(key).uploadId(uploadId).requestPayer(payer())));
        } catch (GoneException e) {
            // What was to be is.
        }
    }

    void delete(String key) {
        try {
            call(
                    "DELETE",
                    key,
                    s3 -> s3.deleteObject(
                            delete -> delete.bucket(bucket).key(key).requestPayer(payer())));
        } catch (GoneException e) {
            // Some stores answer 404 where S3 answers 204.
        }
    }

    Map<String, String> tags(String key) {
        return call(
                        "GET TAGS of",
                        key,
                        s3 -> s3.getObjectTagging(
                                get -> get.bucket(bucket).key(key).requestPayer(payer())))
                .tagSet()
                .stream()
                .collect(Collectors.toUnmodifiableMap(Tag::key, Tag::value));
    }

    private <T> T call(String verb, String key, Function<S3Client, T> call) {
        String what = errors.what(verb, key);
        if (key.isEmpty()) {
            throw new InvalidException(what + ": an object's key can't be empty", 0, "InvalidKey", null);
        }
        long ticket = 0;
        try {
            ticket = pace.enter();
            T result = call.apply(client());
            pace.succeeded();
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException(what + ": interrupted", 0, "", e);
        } catch (SdkException e) {
            StoreException meaning = errors.sdk(what, e);
            if (meaning instanceof ThrottledException) {
                pace.throttled(ticket, 0);
            }
            throw meaning;
        }
    }

    private synchronized S3Client client() {
        if (client == null) {
            client = S3Client.builder()
                    .region(Region.of(address.region()))
                    .credentialsProvider(identity.provider())
                    // All calls are about one bucket, whose address is known; the environment has no say in it.
                    .endpointProvider(parameters -> CompletableFuture.completedFuture(address.endpoint()))
                    .httpClientBuilder(ApacheHttpClient.builder()
                            .maxConnections(configuration.getMaxConnections())
                            .connectionTimeout(Duration.ofMillis(configuration.getConnectTimeout()))
                            .socketTimeout(Duration.ofMillis(configuration.getSocketTimeout())))
                    .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                    .forcePathStyle(configuration.isPathStyle())
                    .serviceConfiguration(software.amazon.awssdk.services.s3.S3Configuration.builder()
                            .chunkedEncodingEnabled(false)
                            .useArnRegionEnabled(true)
                            .build())
                    .build();
        }
        return client;
    }

    private RequestPayer payer() {
        return configuration.isRequesterPays() ? RequestPayer.REQUESTER : null;
    }

    private static String given(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    private static String quoted(String etag) {
        return etag == null || etag.isEmpty() ? null : '"' + etag + '"';
    }

    private static String unquoted(String etag) {
        return etag == null ? "" : ObjectHeaders.unquoted(etag);
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}

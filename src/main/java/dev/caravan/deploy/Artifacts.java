package dev.caravan.deploy;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.job.Printable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** The bucket from which CloudFormation reads the template and the machines fetch Caravan. */
final class Artifacts {

    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    /** The distribution has about 60 MB, and lines are slow. */
    private static final Duration UPLOAD = Duration.ofHours(1);

    private final S3Client s3;
    private final String account;
    private final String region;
    private final String bucket;
    private final boolean own;

    /**
     * Sends no request yet.
     *
     * @param named the bucket that the user names; empty for one of Caravan
     */
    Artifacts(ControlPlane plane, String account, String region, String named) {
        this.s3 = plane.client(S3Client.class, () -> S3Client.builder().crossRegionAccessEnabled(true));
        this.account = account;
        this.region = region;
        this.own = named.isEmpty();
        this.bucket = own ? "caravan-" + account + "-" + region : named;
    }

    String bucket() {
        return bucket;
    }

    private <T> T calling(String action, Supplier<T> call) throws ControlPlaneException {
        return ControlPlaneProblem.calling(action + " of " + bucket, call);
    }

    boolean isThere() throws ControlPlaneException, DeployException {
        try {
            calling(
                    "s3:ListBucket",
                    () -> s3.headBucket(head -> head.bucket(bucket).expectedBucketOwner(account)));
            return true;
        } catch (ControlPlaneException e) {
            int status = e.getCause() instanceof AwsServiceException answer ? answer.statusCode() : 0;
            if (status == NOT_FOUND) {
                return false;
            }
            if (status == FORBIDDEN) {
                throw new DeployException(
                        "the bucket " + Printable.of(bucket)
                                + " belongs to another account, or s3:ListBucket is denied to"
                                + " you; name one of your own with --artifacts-bucket",
                        e);
            }
            throw e;
        }
    }

    /** Makes the bucket if it is missing. Keeps a bucket of Caravan private, encrypted and with versions. */
    void prepare() throws ControlPlaneException, DeployException {
        boolean there = isThere();
        if (!own) {
            if (!there) {
                throw new DeployException("--artifacts-bucket: there is no bucket " + Printable.of(bucket));
            }
            String other = regionOf(bucket);
            if (!other.isEmpty() && !other.equals(region)) {
                throw new DeployException("--artifacts-bucket: " + Printable.of(bucket) + " is in " + other
                        + ", and must be in the region of the stack, " + region);
            }
            return;
        }
        if (!there) {
            calling(
                    "s3:CreateBucket",
                    () -> s3.createBucket(create -> {
                        create.bucket(bucket);
                        // Only outside of the first region it may be said.
                        if (!region.equals("us-east-1")) {
                            create.createBucketConfiguration(place -> place.locationConstraint(region));
                        }
                    }));
        }
        calling(
                "s3:PutBucketPublicAccessBlock",
                () -> s3.putPublicAccessBlock(put -> put.bucket(bucket)
                        .expectedBucketOwner(account)
                        .publicAccessBlockConfiguration(block -> block.blockPublicAcls(true)
                                .ignorePublicAcls(true)
                                .blockPublicPolicy(true)
                                .restrictPublicBuckets(true))));
        calling(
                "s3:PutEncryptionConfiguration",
                () -> s3.putBucketEncryption(put -> put.bucket(bucket)
                        .expectedBucketOwner(account)
                        .serverSideEncryptionConfiguration(
                                encryption -> encryption.rules(ServerSideEncryptionRule.builder()
                                        .applyServerSideEncryptionByDefault(
                                                byDefault -> byDefault.sseAlgorithm(ServerSideEncryption.AES256))
                                        .build()))));
        calling(
                "s3:PutBucketVersioning",
                () -> s3.putBucketVersioning(put -> put.bucket(bucket)
                        .expectedBucketOwner(account)
                        .versioningConfiguration(versions -> versions.status(BucketVersioningStatus.ENABLED))));
    }

    /**
     * Uploads a template or distribution unless it is there.
     *
     * @param key made of the content
     * @return whether it was uploaded
     */
    boolean upload(String key, RequestBody content) throws ControlPlaneException {
        try {
            s3.headObject(head -> head.bucket(bucket).key(key).expectedBucketOwner(account));
            return false;
        } catch (S3Exception e) {
            if (e.statusCode() != NOT_FOUND && e.statusCode() != FORBIDDEN) {
                throw ControlPlaneProblem.of("s3:GetObject of " + bucket + "/" + key, e);
            }
        }
        ControlPlaneProblem.calling(
                "s3:PutObject of " + bucket + "/" + key,
                () -> s3.putObject(
                        put -> put.bucket(bucket)
                                .key(key)
                                .expectedBucketOwner(account)
                                .overrideConfiguration(call -> call.apiCallAttemptTimeout(UPLOAD)),
                        content));
        return true;
    }

    /** Returns the region of any bucket; empty if Amazon S3 doesn't return it. */
    String regionOf(String other) {
        try {
            String told = s3.headBucket(head -> head.bucket(other)).bucketRegion();
            return told == null ? "" : told;
        } catch (AwsServiceException e) {
            return Optional.ofNullable(e.awsErrorDetails())
                    .map(AwsErrorDetails::sdkHttpResponse)
                    .flatMap(answer -> answer.firstMatchingHeader("x-amz-bucket-region"))
                    .orElse("");
        } catch (RuntimeException e) {
            return "";
        }
    }

    /** Deletes the bucket with all versions of all objects. Returns whether there was one. */
    boolean delete() throws ControlPlaneException, DeployException {
        if (!isThere()) {
            return false;
        }
        calling("s3:DeleteObjectVersion", () -> {
            s3.listObjectVersionsPaginator(list -> list.bucket(bucket).expectedBucketOwner(account))
                    .forEach(page -> {
                        page.versions().forEach(version -> delete(version.key(), version.versionId()));
                        page.deleteMarkers().forEach(marker -> delete(marker.key(), marker.versionId()));
                    });
            return s3.deleteBucket(delete -> delete.bucket(bucket).expectedBucketOwner(account));
        });
        return true;
    }

    private void delete(String key, String version) {
        s3.deleteObject(
                delete -> delete.bucket(bucket).key(key).versionId(version).expectedBucketOwner(account));
    }
}

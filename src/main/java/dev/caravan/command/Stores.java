package dev.caravan.command;

import dev.caravan.component.s3.S3Configuration;
import dev.caravan.job.Credentials;
import dev.caravan.job.Job;
import dev.caravan.job.Side;
import dev.caravan.job.WriteOptions;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.StoreException;

/**
 * A job's sides as configurations of the component that reaches them. Credentials that are kept in a secret are read as these
 * are made, and read again from time to time until they are closed.
 */
final class Stores implements AutoCloseable {

    /** Room for HEADs and the like beside the transfers and the listings, which may probe while they read ahead. */
    private static final int SPARE_CONNECTIONS = 8;

    private final Job job;
    private final SideSecrets secrets;

    private Stores(Job job, SideSecrets secrets) {
        this.job = job;
        this.secrets = secrets;
    }

    /** @throws CannotStartException where a side's secret can't be read or holds no access key */
    static Stores of(Job job) throws CannotStartException {
        return new Stores(job, SideSecrets.read(job));
    }

    S3Configuration source() {
        S3Configuration s3 = side(job.source());
        s3.setCredentialsSource(secrets.source());
        s3.setReadChecksums(job.verifiesAll());
        return s3;
    }

    S3Configuration destination() {
        S3Configuration s3 = side(job.destination());
        s3.setCredentialsSource(secrets.destination());
        WriteOptions write = job.write();
        s3.setStorageClass(write.storageClass());
        s3.setAcl(write.acl());
        s3.setSseType(write.sseType());
        s3.setKmsKeyId(write.kmsKeyId());
        s3.setChecksum(write.checksum());
        return s3;
    }

    /** Sees that a bucket can be reached at all, before anything begins. */
    static void check(ObjectStore store) throws CannotStartException {
        try {
            store.check();
        } catch (StoreException e) {
            throw new CannotStartException(e.getMessage(), e);
        }
    }

    private S3Configuration side(Side side) {
        S3Configuration s3 = access(side);
        s3.setIncludeMetadata(job.write().includeMetadata());
        s3.setIncludeTags(job.write().includeTags());
        s3.setMaxConnections(job.slots() + job.partSlots() + 2 * job.listers() + SPARE_CONNECTIONS);
        return s3;
    }

    /** How a side is reached, without what a job makes of it. */
    static S3Configuration access(Side side) {
        S3Configuration s3 = new S3Configuration();
        s3.setRegion(side.region());
        s3.setEndpoint(side.endpoint());
        s3.setPathStyle(side.pathStyle());
        s3.setAnonymous(side.anonymous());
        s3.setRequesterPays(side.requesterPays());
        Credentials credentials = side.credentials();
        if (credentials != null) {
            s3.setAccessKeyId(credentials.accessKeyId());
            s3.setSecretAccessKey(credentials.secretAccessKey());
            s3.setSessionToken(credentials.sessionToken());
        }
        return s3;
    }

    @Override
    public void close() {
        secrets.close();
    }
}

package dev.caravan.command.run;

import dev.caravan.aws.AwsProfile;
import dev.caravan.component.ObjectStoreComponent;
import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.component.cos.CosComponent;
import dev.caravan.component.cos.CosConfiguration;
import dev.caravan.component.kodo.KodoComponent;
import dev.caravan.component.kodo.KodoConfiguration;
import dev.caravan.component.kodo.KodoS3;
import dev.caravan.component.oss.OssComponent;
import dev.caravan.component.oss.OssConfiguration;
import dev.caravan.component.s3.S3Component;
import dev.caravan.component.s3.S3Configuration;
import dev.caravan.job.Credentials;
import dev.caravan.job.Identity;
import dev.caravan.job.Protocol;
import dev.caravan.job.Side;
import dev.caravan.job.StoreType;
import dev.caravan.job.WriteOptions;
import java.util.function.Consumer;

/** Creates the component of a side, by store and protocol. */
final class SourceComponents {

    private SourceComponents() {}

    /** Creates a side's component, with options beyond the side that all providers have, or the S3 protocol only. */
    static ObjectStoreComponent of(Side side, Consumer<ObjectStoreConfiguration> common, Consumer<S3Configuration> s3) {
        return switch (side.type()) {
            case S3 -> s3(side, common, s3);
            case OSS -> oss(side, common);
            case COS -> cos(side, common);
            case KODO -> side.reach().protocol() == Protocol.S3 ? s3(side, common, s3) : kodo(side, common);
        };
    }

    private static ObjectStoreComponent s3(
            Side side, Consumer<ObjectStoreConfiguration> common, Consumer<S3Configuration> more) {
        S3Component component = s3(side);
        common.accept(component.getConfiguration());
        more.accept(component.getConfiguration());
        return component;
    }

    private static ObjectStoreComponent oss(Side side, Consumer<ObjectStoreConfiguration> common) {
        OssComponent component = new OssComponent();
        OssConfiguration oss = component.getConfiguration();
        reach(oss, side);
        common.accept(oss);
        oss.setNetwork(side.reach().network());
        oss.setDomain(side.reach().domain());
        oss.setSignature(side.reach().signature());
        return component;
    }

    private static ObjectStoreComponent cos(Side side, Consumer<ObjectStoreConfiguration> common) {
        CosComponent component = new CosComponent();
        CosConfiguration cos = component.getConfiguration();
        reach(cos, side);
        common.accept(cos);
        cos.setNetwork(side.reach().network());
        cos.setDomain(side.reach().domain());
        return component;
    }

    private static ObjectStoreComponent kodo(Side side, Consumer<ObjectStoreConfiguration> common) {
        KodoComponent component = new KodoComponent();
        KodoConfiguration kodo = component.getConfiguration();
        reach(kodo, side);
        common.accept(kodo);
        kodo.setDomain(side.reach().domain());
        return component;
    }

    static S3Component s3(Side side) {
        S3Component component = new S3Component();
        S3Configuration s3 = component.getConfiguration();
        reach(s3, side);
        s3.setPathStyle(side.pathStyle());
        s3.setNetwork(side.reach().network());
        if (side.identity().base() instanceof Identity.Profile profile) {
            s3.setProfile(profile.name());
        }
        s3.setRequesterPays(side.requesterPays());
        if (side.type() == StoreType.KODO) {
            KodoS3.configure(s3, side.region());
        }
        return component;
    }

    static S3Component s3(Side side, WriteOptions write) {
        S3Component component = s3(side);
        S3Configuration s3 = component.getConfiguration();
        s3.setStorageClass(write.storageClass());
        s3.setAcl(write.acl());
        s3.setSseType(write.sseType());
        s3.setKmsKeyId(write.kmsKeyId());
        s3.setChecksum(write.checksum());
        return component;
    }

    /** Returns the region of a side or of its AWS profile; empty if neither is set. */
    static String region(Side side) {
        boolean ofProfile = side.region().isEmpty() && side.endpoint().isEmpty();
        return ofProfile && side.identity().base() instanceof Identity.Profile profile
                ? new AwsProfile(profile.name()).region()
                : side.region();
    }

    private static void reach(ObjectStoreConfiguration configuration, Side side) {
        configuration.setRegion(region(side));
        configuration.setEndpoint(side.endpoint());
        configuration.setEgress(side.reach().egress());
        configuration.setAnonymous(side.anonymous());
        Credentials credentials = side.credentials();
        if (credentials != null) {
            configuration.setAccessKeyId(credentials.accessKeyId());
            configuration.setSecretAccessKey(credentials.secretAccessKey());
            configuration.setSessionToken(credentials.sessionToken());
        }
    }
}

package dev.caravan.doctor;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.job.Identity;
import dev.caravan.job.Reach;
import dev.caravan.job.Side;
import dev.caravan.job.StoreType;
import org.junit.jupiter.api.Test;

class GrantTest {

    private static final Grant GET = new Grant("s3:GetObject", "arn:aws:s3:::from/*");

    private static BucketGrants grants(StoreType type, String bucket, String prefix, String region) {
        Side side = new Side(type, bucket, prefix, "", region, false, Identity.OF_PROCESS, false, Reach.USUAL);
        return new BucketGrants(side, region, region.startsWith("cn-") ? "aws-cn" : "aws");
    }

    @Test
    void aStatementIsJsonWhateverThePrefixHolds() {
        assertThat(grants(StoreType.S3, "b", "a \"quoted\"/", "eu-west-1").get().line())
                .isEqualTo("{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\","
                        + "\"Resource\":\"arn:aws:s3:::b/a \\\"quoted\\\"/*\"}");
    }

    @Test
    void theBucketIsNamedInItsPartitionAndAnAccessPointByItself() {
        assertThat(grants(StoreType.S3, "b", "", "cn-north-1").list().resource())
                .isEqualTo("arn:aws-cn:s3:::b");
        String point = "arn:aws:s3:eu-west-1:123456789012:accesspoint/mine";
        assertThat(grants(StoreType.S3, point, "p/", "eu-west-1").list().resource())
                .isEqualTo(point);
        assertThat(grants(StoreType.S3, point, "p/", "eu-west-1").get().resource())
                .isEqualTo(point + "/object/p/*");
    }

    @Test
    void otherProvidersHaveTheirOwnWords() {
        assertThat(grants(StoreType.OSS, "b", "p/", "cn-hangzhou").get().line())
                .isEqualTo("{\"Effect\":\"Allow\",\"Action\":\"oss:GetObject\",\"Resource\":\"acs:oss:*:*:b/p/*\"}");
        assertThat(grants(StoreType.COS, "b-1250000000", "p/", "ap-guangzhou")
                        .head()
                        .line())
                .isEqualTo("{\"effect\":\"allow\",\"action\":\"name/cos:HeadObject\","
                        + "\"resource\":\"qcs::cos:ap-guangzhou:uid/1250000000:b-1250000000/p/*\"}");
        assertThat(grants(StoreType.KODO, "b", "", "z0").head())
                .isEqualTo(new Grant("kodo/Stat", "qrn:kodo:::b/*", false));
    }

    @Test
    void aKeyOfKmsIsNamedAsFarAsItIsKnown() {
        BucketGrants grants = grants(StoreType.S3, "b", "", "eu-west-1");
        assertThat(grants.kms("GenerateDataKey", "").resource()).isEqualTo("arn:aws:kms:eu-west-1:*:key/*");
        assertThat(grants.kms("GenerateDataKey", "abc").resource()).isEqualTo("arn:aws:kms:eu-west-1:*:key/abc");
        String arn = "arn:aws:kms:eu-west-1:123456789012:key/abc";
        assertThat(grants.kms("GenerateDataKey", arn).resource()).isEqualTo(arn);
        assertThat(grants.kms("GenerateDataKey", "alias/mine").resource()).isEqualTo("arn:aws:kms:eu-west-1:*:key/*");
    }

    @Test
    void theRightThatARefusalNamesIsBelieved() {
        Grant said =
                GET.asSaid("GET s3://from/a: 403 AccessDenied: User: arn:aws:sts::1:assumed-role/r/i is not authorized"
                        + " to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:123456789012:key/abc because no"
                        + " identity-based policy allows the kms:Decrypt action");
        assertThat(said).isEqualTo(new Grant("kms:Decrypt", "arn:aws:kms:eu-west-1:123456789012:key/abc"));
    }

    @Test
    void aRefusalThatNamesTheSameOrNothingOrNonsenseChangesNothing() {
        assertThat(GET.asSaid("AccessDenied: Access Denied")).isEqualTo(GET);
        assertThat(GET.asSaid(
                        "is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::from/a\" because"))
                .isEqualTo(GET);
        assertThat(GET.asSaid("is not authorized to perform: kms:Decrypt on resource: <script>"))
                .isEqualTo(GET);
        assertThat(GET.asSaid("is not authorized to perform: ")).isEqualTo(GET);
    }
}

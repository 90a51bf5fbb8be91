package dev.caravan.cloudformation;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that the template's rules reject contradictory parameters before any resource is created. */
class RulesTest {

    private static final Template TEMPLATE = Template.read();

    @Test
    void defaultsAreAllowed() {
        assertThat(refusals(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "srcType=Aliyun_OSS,srcCredentials=oss",
                "srcType=Aliyun_OSS,srcCredentials=oss,srcRoleArn=acs:ram::1:role/r",
                "srcEvent=Create,srcInCurrentAccount=true",
                "srcEvent=CreateAndDelete,srcInCurrentAccount=true,srcRegion=eu-west-1",
                "destPutObjectSSEType=AWS_KMS,destPutObjectSSEKmsKeyId=1234",
                "destPutObjectSSEType=AWS_KMS",
                "amiId=,imageHasCaravan=true",
                "amiId=,distributionBucket=b,distributionKey=k,distributionSha256=0",
                "amiId=,distributionUrl=https://u,distributionSha256=0",
                "amiId=,distributionUrl=https://u,distributionBucket=b,distributionKey=k,distributionSha256=0",
                "ec2VpcId=,ec2Subnets=",
                "ec2VpcId=,ec2Subnets=,routeTableIds=rtb-1",
                "desiredCapacity=5,maxCapacity=5,minCapacity=5",
                "desiredCapacity=100,maxCapacity=100,minCapacity=100",
                "distributionBucket=b,distributionKey=k,distributionSha256=0",
                "srcRoleArn=arn:aws:iam::1:role/r,srcExternalId=x1,destRoleArn=arn:aws:iam::2:role/r",
                "srcAnonymous=true",
                "versions=all,srcEvent=CreateAndDelete,srcInCurrentAccount=true"
            })
    void goesTogether(String parameters) {
        assertThat(refusals(parse(parameters))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "srcType=Tencent_COS; A source that isn't Amazon_S3 needs srcCredentials.",
                "srcType=Qiniu_Kodo,srcCredentials=kodo,srcInCurrentAccount=true; A source that isn't Amazon_S3 is in no AWS"
                        + " account; set srcInCurrentAccount to false.",
                "srcType=Aliyun_OSS,srcCredentials=oss,srcEvent=Create; srcEvent needs Amazon_S3",
                "srcEvent=CreateAndDelete; srcEvent needs a bucket of this account",
                "srcEvent=Create,srcInCurrentAccount=true,srcRegion=us-west-2; srcEvent needs a bucket in the region of this stack",
                "destPutObjectSSEKmsKeyId=1234; destPutObjectSSEKmsKeyId needs AWS_KMS",
                "destPutObjectSSEType=AES256,destPutObjectSSEKmsKeyId=1234; destPutObjectSSEKmsKeyId needs AWS_KMS",
                "distributionBucket=b,distributionKey=k; distributionBucket, distributionKey and distributionSha256 go together",
                "distributionUrl=https://u; distributionUrl needs distributionSha256.",
                "distributionUrl=https://u,distributionKey=k,distributionSha256=0; distributionBucket, distributionKey and",
                "distributionSha256=0; distributionSha256 needs distributionUrl, or distributionBucket and distributionKey.",
                "ec2VpcId=; ec2VpcId and ec2Subnets go together",
                "ec2Subnets=; ec2VpcId and ec2Subnets go together",
                "ec2VpcId=,ec2Subnets=,interfaceEndpoints=true; interfaceEndpoints needs ec2VpcId and ec2Subnets.",
                "srcAnonymous=true,srcCredentials=s; With srcAnonymous nothing is signed",
                "srcAnonymous=true,srcRoleArn=r; With srcAnonymous nothing is signed; leave srcRoleArn empty",
                "srcType=Qiniu_Kodo,srcCredentials=kodo,srcRoleArn=r; Qiniu_Kodo has no roles; leave srcRoleArn empty",
                "srcExternalId=x1; srcExternalId is valid with srcRoleArn only",
                "destExternalId=x1; destExternalId is valid with destRoleArn only",
                "srcPrefixListBucket=b; srcPrefixListBucket needs srcPrefixsListFile",
                "immutable=true,destDelete=true; immutable deletes nothing; set destDelete",
                "immutable=true,srcEvent=CreateAndDelete,srcInCurrentAccount=true; immutable deletes nothing; srcEvent",
                "immutable=true,backupPrefix=old; immutable overwrites nothing",
                "versions=all,srcType=Aliyun_OSS,srcCredentials=oss; All versions are copied from Amazon_S3 only",
                "versions=all,includeMetadata=false; With all versions the metadata of each copy names its version",
                "versions=all,destDelete=true; Caravan copies all versions unchanged",
                "versions=all,backupPrefix=old; Caravan copies all versions unchanged",
                "versions=all,compare=size; All versions have their own comparison",
                "workerInstanceType3=c7g.medium; Set workerInstanceType2 before",
                "amiId=; The machines have no Caravan.",
                "desiredCapacity=2,maxCapacity=1; desiredCapacity is greater than maxCapacity.",
                "desiredCapacity=30,maxCapacity=5; desiredCapacity is greater than maxCapacity.",
                "desiredCapacity=21; desiredCapacity is greater than maxCapacity.",
                "minCapacity=2; minCapacity is greater than desiredCapacity."
            })
    void doesNotGoTogether(String parameters, String why) {
        assertThat(refusals(parse(parameters)))
                .anySatisfy(said -> assertThat(said).startsWith(why));
    }

    private static Map<String, String> parse(String parameters) {
        Map<String, String> all = new HashMap<>();
        for (String one : parameters.split(",", -1)) {
            int equals = one.indexOf('=');
            all.put(one.substring(0, equals), one.substring(equals + 1));
        }
        return all;
    }

    private static List<String> refusals(Map<String, String> parameters) {
        Rendering rendering = new Rendering(TEMPLATE, Rendering.required(parameters));
        List<String> refusals = new ArrayList<>();
        for (JsonNode rule : TEMPLATE.section("Rules")) {
            if (!rule.has("RuleCondition") || rendering.isTrue(rule.get("RuleCondition"))) {
                for (JsonNode assertion : rule.get("Assertions")) {
                    if (!rendering.isTrue(assertion.get("Assert"))) {
                        refusals.add(assertion.get("AssertDescription").asText());
                    }
                }
            }
        }
        return refusals;
    }
}

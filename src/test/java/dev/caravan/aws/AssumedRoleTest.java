package dev.caravan.aws;

import static dev.caravan.local.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssumedRoleTest {

    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::1:role/r, eu-west-1, us-west-2, eu-west-1",
        "arn:aws:iam::1:role/r, '', us-west-2, us-west-2",
        "arn:aws:iam::1:role/r, '', '', us-east-1",
        "arn:aws-cn:iam::1:role/r, eu-west-1, cn-northwest-1, cn-northwest-1",
        "arn:aws-cn:iam::1:role/r, eu-west-1, '', cn-north-1",
        "arn:aws-us-gov:iam::1:role/r, us-east-1, us-east-1, us-gov-west-1",
        "arn:minio:iam:::role/r, eu-west-1, '', us-east-1",
    })
    void theRegionIsInThePartitionOfTheRole(String role, String process, String bucket, String region) {
        assertThat(AssumedRole.region(role, process, bucket).id()).isEqualTo(region);
    }
}

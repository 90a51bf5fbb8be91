package dev.caravan.aws;

import static dev.caravan.local.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsIdentityTest {

    @ParameterizedTest
    @CsvSource({
        "g, environment variables",
        "0, role of the machine",
        "n, profile",
        "'o,n,i', 'profile, assumed role'",
        "'r,s', 'profile, IAM Identity Center'",
        "'o,n,XYZ', profile",
        "XYZ, ''",
        "'', ''",
    })
    void tellsTheCodesOfTheSdkInWords(String providerName, String origin) {
        assertThat(AwsIdentity.origin(providerName)).isEqualTo(origin);
        assertThat(new AwsIdentity("AKIA", AwsIdentity.origin(providerName)).words())
                .isEqualTo("access key AKIA of the AWS default chain" + (origin.isEmpty() ? "" : " (" + origin + ")"));
    }
}

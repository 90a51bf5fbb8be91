package dev.caravan.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsIdentityTest {

    @ParameterizedTest
    @CsvSource({
        "EnvironmentVariableCredentialsProvider, EnvironmentVariable",
        "InstanceProfileCredentialsProvider, InstanceProfile",
        "n, ''",
        "'o,n,i', ''",
        "'o,n,i,s,t', ''",
        "'', ''",
    })
    void showsNamesOfProvidersAndNoCodesOfTheSdk(String providerName, String origin) {
        assertThat(AwsIdentity.origin(providerName)).isEqualTo(origin);
        assertThat(new AwsIdentity("AKIA", AwsIdentity.origin(providerName)).words())
                .isEqualTo("access key AKIA of the AWS default chain" + (origin.isEmpty() ? "" : " (" + origin + ")"));
    }
}

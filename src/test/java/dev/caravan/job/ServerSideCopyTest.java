package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which jobs use the service's copy operation. Environments are written as {@code NAME=value NAME=value}. */
class ServerSideCopyTest {

    private static final String FROM_KEY = "SOURCE_ACCESS_KEY_ID=A SOURCE_SECRET_ACCESS_KEY=s ";
    private static final String TO_KEY = "DEST_ACCESS_KEY_ID=A DEST_SECRET_ACCESS_KEY=s ";

    private static Job job(String environment, String... copy) throws InvalidJobException {
        Map<String, String> variables = new HashMap<>();
        for (String variable : environment.strip().split(" ", -1)) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                variables.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        Map<JobOption, List<String>> arguments =
                copy.length == 0 ? Map.of() : Map.of(JobOption.SERVER_SIDE_COPY, List.of(copy));
        return JobReader.read("s3://from", "s3://to", new Settings(arguments, Map.of(), variables, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SRC_REGION=eu-west-1 DEST_REGION=us-east-1",
                "SRC_REGION=cn-north-1 DEST_REGION=cn-northwest-1",
                "SRC_REGION=eu-west-1",
                "SRC_ENDPOINT=https://s3.eu-west-1.amazonaws.com SRC_REGION=eu-west-1 DEST_REGION=us-east-1",
                "SRC_ENDPOINT=http://minio:9000 DEST_ENDPOINT=http://MINIO:9000/ SRC_REGION=cn-x DEST_REGION=y",
                "SRC_CREDENTIALS=name DEST_CREDENTIALS=name",
                FROM_KEY + TO_KEY,
                "SRC_PROFILE=a DEST_PROFILE=a",
                "SRC_CREDENTIAL_PROCESS=keys DEST_CREDENTIAL_PROCESS=keys",
                "SRC_ROLE_ARN=arn:aws:iam::1:role/a SRC_SESSION_NAME=xy DEST_ROLE_ARN=arn:aws:iam::1:role/a",
                FROM_KEY + TO_KEY + " SRC_ROLE_ARN=arn:aws:iam::1:role/a DEST_ROLE_ARN=arn:aws:iam::1:role/a",
            })
    void oneServiceWithTheSameCredentialsCopies(String environment) throws Exception {
        assertThat(job(environment).copiedByService()).isTrue();
        assertThat(job(environment, "never").copiedByService()).isFalse();
        assertThat(job(environment, "always").copiedByService()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SRC_CREDENTIALS=name",
                "SRC_CREDENTIALS=name DEST_CREDENTIALS=other",
                FROM_KEY,
                TO_KEY,
                FROM_KEY + "DEST_ACCESS_KEY_ID=B DEST_SECRET_ACCESS_KEY=s",
                FROM_KEY + TO_KEY + "SRC_ANONYMOUS=true",
                "SRC_ANONYMOUS=true",
                "SRC_PROFILE=a",
                "SRC_PROFILE=a DEST_PROFILE=b",
                "SRC_CREDENTIAL_PROCESS=a DEST_CREDENTIAL_PROCESS=b",
                "DEST_ROLE_ARN=arn:aws:iam::1:role/a",
                FROM_KEY + TO_KEY + " SRC_ROLE_ARN=arn:aws:iam::1:role/a",
                "SRC_ROLE_ARN=arn:aws:iam::1:role/a DEST_ROLE_ARN=arn:aws:iam::1:role/b",
                "SRC_PROFILE=a SRC_ROLE_ARN=arn:aws:iam::1:role/a DEST_ROLE_ARN=arn:aws:iam::1:role/a",
            })
    void otherCredentialsCopyOnlyWhenTold(String environment) throws Exception {
        assertThat(job(environment).copiedByService()).isFalse();
        assertThat(job(environment, "always").copiedByService()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SRC_REGION=cn-north-1 DEST_REGION=us-east-1",
                "SRC_REGION=us-east-1 DEST_REGION=us-gov-west-1",
                "SRC_REGION=us-iso-east-1 DEST_REGION=us-isob-east-1",
                "SRC_ENDPOINT=https://s3.cn-north-1.amazonaws.com.cn DEST_REGION=us-east-1",
                "SRC_ENDPOINT=http://minio:9000",
                "SRC_ENDPOINT=http://minio:9000 DEST_ENDPOINT=http://minio:9001",
            })
    void anotherServiceCannotBeOrderedToCopy(String environment) throws Exception {
        assertThat(job(environment).copiedByService()).isFalse();
        assertThatThrownBy(() -> job(environment, "always"))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage(
                        "--server-side-copy: always: the service of s3://to can't read s3://from, which is in another"
                                + " partition or at another endpoint; use auto");
    }

    @Test
    void anAccessPointIsInTheRegionOfItsArn() throws Exception {
        Settings settings = new Settings(Map.of(), Map.of(), Map.of("DEST_REGION", "us-east-1"), Map.of());
        String name = ":accesspoint/mine";
        assertThat(JobReader.read("s3://arn:aws:s3:eu-west-1:123456789012" + name, "s3://to", settings)
                        .copiedByService())
                .isTrue();
        assertThat(JobReader.read("s3://arn:aws-cn:s3:cn-north-1:123456789012" + name, "s3://to", settings)
                        .copiedByService())
                .isFalse();
    }
}

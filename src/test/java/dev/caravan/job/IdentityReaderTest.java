package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.caravan.job.Identity.Keys;
import dev.caravan.job.Identity.Profile;
import dev.caravan.job.Identity.Program;
import dev.caravan.job.Identity.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the identities of both sides. Settings are written as {@code NAME=value NAME=value}. */
class IdentityReaderTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/team/reader";

    private static Job job(String source, String environment) throws InvalidJobException {
        Map<String, String> variables = new HashMap<>();
        for (String variable : environment.split(" ", -1)) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                variables.put(
                        variable.substring(0, equals),
                        variable.substring(equals + 1).replace('~', ' '));
            }
        }
        return JobReader.read(source, "s3://to", new Settings(Map.of(), Map.of(), variables, Map.of()));
    }

    private static String failure(String source, String environment) {
        return catchThrowableOfType(InvalidJobException.class, () -> job(source, environment))
                .getMessage();
    }

    @Test
    void eachSideHasAnIdentityOfItsOwn() throws Exception {
        Job job = job(
                "s3://from",
                "SRC_PROFILE=photos SRC_ROLE_ARN=" + ROLE + " SRC_EXTERNAL_ID=a/b:c SRC_SESSION_NAME=nightly"
                        + " DEST_ACCESS_KEY_ID=A DEST_SECRET_ACCESS_KEY=s DEST_ROLE_ARN=" + ROLE + "2"
                        + " DEST_STS_ENDPOINT=sts.example.com");
        assertThat(job.source().identity())
                .isEqualTo(new Identity(new Profile("photos"), new Role(ROLE, "a/b:c", "nightly", "")));
        assertThat(job.destination().identity())
                .isEqualTo(new Identity(
                        new Keys(new Credentials("A", "s", "")),
                        new Role(ROLE + "2", "", "caravan", "https://sts.example.com")));
    }

    @Test
    void theCommandLineNamesThemToo() throws Exception {
        Map<JobOption, List<String>> arguments = Map.of(
                JobOption.SOURCE_CREDENTIAL_PROCESS, List.of("get-keys --for 'the source' --token=hidden"),
                JobOption.DEST_PROFILE, List.of("the other one"));
        Job job = JobReader.read("s3://from", "s3://to", new Settings(arguments, Map.of(), Map.of(), Map.of()));
        assertThat(job.source().identity().base())
                .isEqualTo(new Program(List.of("get-keys", "--for", "the source", "--token=hidden")));
        assertThat(job.destination().identity().base()).isEqualTo(new Profile("the other one"));
        assertThat(job.toString()).doesNotContain("hidden");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a b | a,b",
                "` a  b\t` | a,b",
                "'a b' c | a b,c",
                "\"a 'b\" c | a 'b,c",
                "a\\ b \"c\\\"d\" | a b,c\"d",
                "'a\\b' '' | a\\b,",
                "x'y'\"z\" | xyz",
                "$HOME;a>b | $HOME;a>b",
            })
    void aCommandIsSplitAtWhiteSpaceOutsideOfQuotationMarks(String command, String words) {
        assertThat(OptionKind.Notation.COMMAND.read(command)).isEqualTo(List.of(words.split(",", -1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3://from | SRC_PROFILE=a SOURCE_ACCESS_KEY_ID=A SOURCE_SECRET_ACCESS_KEY=s | SRC_PROFILE: is set, and so is SOURCE_ACCESS_KEY_ID; set only one of the two",
                "s3://from | SRC_PROFILE=a SRC_CREDENTIALS=b | SRC_PROFILE: is set, and so is SRC_CREDENTIALS; set only one of the two",
                "s3://from | SRC_PROFILE=a SRC_CREDENTIAL_PROCESS=b | SRC_CREDENTIAL_PROCESS: is set, and so is SRC_PROFILE; set only one of the two",
                "s3://from | DEST_CREDENTIALS=b DEST_CREDENTIAL_PROCESS=b | DEST_CREDENTIAL_PROCESS: is set, and so is DEST_CREDENTIALS; set only one of the two",
                "s3://from | SRC_IN_CURRENT_ACCOUNT=true SRC_PROFILE=a | SRC_PROFILE: is set, and so is SRC_IN_CURRENT_ACCOUNT; set only one of the two",
                "s3://from | SRC_ANONYMOUS=true SRC_PROFILE=a | SRC_PROFILE: can't be used with --source-anonymous, which signs no request",
                "s3://from | SRC_ANONYMOUS=true SRC_ROLE_ARN=arn:aws:iam::1:role/r | SRC_ROLE_ARN: can't be used with --source-anonymous, which signs no request",
                "s3://from | SRC_ANONYMOUS=true SRC_CREDENTIAL_PROCESS=a | SRC_CREDENTIAL_PROCESS: can't be used with --source-anonymous, which signs no request",
                "s3://from | SRC_EXTERNAL_ID=abc | SRC_EXTERNAL_ID: is valid with --source-role-arn (SRC_ROLE_ARN) only",
                "s3://from | DEST_SESSION_NAME=abc | DEST_SESSION_NAME: is valid with --dest-role-arn (DEST_ROLE_ARN) only",
                "s3://from | SRC_ROLE_ARN=reader | SRC_ROLE_ARN: reader is not the ARN of a role, such as arn:aws:iam::123456789012:role/reader",
                "s3://from | DEST_ROLE_ARN=arn:aws:iam::1:user/u | DEST_ROLE_ARN: arn:aws:iam::1:user/u is not the ARN of a role, such as arn:aws:iam::123456789012:role/reader",
                "s3://from | SRC_ROLE_ARN=arn:aws:iam::1:role/* | SRC_ROLE_ARN: arn:aws:iam::1:role/* is not the ARN of a role, such as arn:aws:iam::123456789012:role/reader",
                "s3://from | SRC_ROLE_ARN=arn:aws:iam::1:role/r SRC_EXTERNAL_ID=a~b | SRC_EXTERNAL_ID: a b is not an external ID: 2 to 1224 letters, digits and + = , . @ : / -",
                "s3://from | SRC_ROLE_ARN=arn:aws:iam::1:role/r SRC_SESSION_NAME=x | SRC_SESSION_NAME: x is not the name of a session: 2 to 64 letters, digits and + = , . @ -",
                "s3://from | SRC_ROLE_ARN=arn:aws:iam::1:role/r SRC_REGION=cn-north-1 | SRC_ROLE_ARN: is a role of the partition aws, but the bucket is in aws-cn: roles don't work across partitions",
                "s3://from | DEST_ROLE_ARN=arn:aws-us-gov:iam::1:role/r DEST_REGION=us-east-1 | DEST_ROLE_ARN: is a role of the partition aws-us-gov, but the bucket is in aws: roles don't work across partitions",
                "s3://from | SRC_CREDENTIAL_PROCESS='a | SRC_CREDENTIAL_PROCESS: has a quotation mark that is never closed",
                "s3://from | SRC_CREDENTIAL_PROCESS='' | SRC_CREDENTIAL_PROCESS: names no program",
                "s3://from | SRC_PROFILE=a]b | SRC_PROFILE: a]b is not the name of an AWS profile",
                "kodo://from | SRC_CREDENTIALS=a SRC_ROLE_ARN=arn:aws:iam::1:role/r | SRC_ROLE_ARN: can't be used with kodo://: Qiniu Kodo has no roles",
                "kodo://from | SRC_MACHINE_ROLE=true | SRC_MACHINE_ROLE: is valid with oss:// and cos:// only: Qiniu Kodo has no roles",
                "s3://from | SRC_MACHINE_ROLE=true | SRC_MACHINE_ROLE: is valid with oss:// and cos:// only; leave it out: the AWS default chain takes the role of the machine",
                "s3://from | DEST_STS_ENDPOINT=sts.example.com | DEST_STS_ENDPOINT: is valid with --dest-role-arn (DEST_ROLE_ARN) only",
                "s3://from | DEST_STS_ENDPOINT=ftp://x DEST_ROLE_ARN=arn:aws:iam::1:role/r | DEST_STS_ENDPOINT: ftp://x is not the address of a service, such as https://host:9000",
                "oss://from | SRC_REGION=r SRC_CREDENTIALS=a SRC_ROLE_ARN=arn:aws:iam::1:role/r | SRC_ROLE_ARN: arn:aws:iam::1:role/r is not the ARN of a role, such as acs:ram::1234567890123456:role/reader",
                "cos://from-1250000000 | SRC_REGION=r SRC_CREDENTIALS=a SRC_ROLE_ARN=r | SRC_ROLE_ARN: r is not the ARN of a role, such as qcs::cam::uin/100000000001:roleName/reader",
                "oss://from | SRC_REGION=r SRC_MACHINE_ROLE=true SRC_CREDENTIALS=a | SRC_MACHINE_ROLE: is set, and so is SRC_CREDENTIALS; set only one of the two",
                "oss://from | SRC_REGION=r SRC_MACHINE_ROLE=true SRC_ANONYMOUS=true | SRC_MACHINE_ROLE: can't be used with --source-anonymous, which signs no request",
                "oss://from | SRC_REGION=r SRC_OIDC_TOKEN_FILE=/none | SRC_OIDC_TOKEN_FILE: is valid with --source-oidc-provider (SRC_OIDC_PROVIDER) and --source-role-arn (SRC_ROLE_ARN)",
                "oss://from | SRC_REGION=r SRC_OIDC_TOKEN_FILE=/none SRC_OIDC_PROVIDER=acs:ram::1:oidc-provider/c SRC_ROLE_ARN=acs:ram::1:role/r | SRC_OIDC_TOKEN_FILE: there is no readable file /none",
                "oss://from | SRC_REGION=r SRC_CREDENTIALS=a SRC_OIDC_PROVIDER=acs:ram::1:oidc-provider/c | SRC_OIDC_PROVIDER: is valid with --source-oidc-token-file only",
                "oss://from | SRC_REGION=r SRC_OIDC_TOKEN_FILE=pom.xml SRC_OIDC_PROVIDER=c SRC_ROLE_ARN=acs:ram::1:role/r | SRC_OIDC_PROVIDER: c is not the ARN of an identity provider, such as acs:ram::1234567890123456:oidc-provider/cluster",
                "cos://from-1250000000 | SRC_REGION=r SRC_OIDC_TOKEN_FILE=/none | SRC_OIDC_TOKEN_FILE: is valid with oss:// only, not with cos://",
            })
    void whatCannotWorkIsRefusedInALine(String source, String environment, String line) {
        assertThat(failure(source, environment)).isEqualTo(line);
    }

    @Test
    void aRoleOfAnotherStoreHasItsOwnPartition() throws Exception {
        String environment = "SRC_ENDPOINT=http://ceph:7480 SRC_ROLE_ARN=arn:aws:iam:::role/reader SRC_REGION=cn-x";
        assertThat(job("s3://from", environment).source().identity().role().arn())
                .isEqualTo("arn:aws:iam:::role/reader");
    }

    @ParameterizedTest
    @CsvSource({"oss://from, cn-hangzhou", "cos://from-1250000000, ap-guangzhou", "kodo://from, z0"})
    void anotherCloudTakesItsKeyFromAProfileOrAProgram(String source, String region) throws Exception {
        String place = "SRC_REGION=" + region;
        assertThat(job(source, place + " SRC_PROFILE=a").source().identity().base())
                .isEqualTo(new Profile("a"));
        assertThat(job(source, place + " SRC_CREDENTIAL_PROCESS=a")
                        .source()
                        .identity()
                        .base())
                .isEqualTo(new Program(List.of("a")));
    }
}

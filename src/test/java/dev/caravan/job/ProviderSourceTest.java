package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests sources of Aliyun OSS, Tencent COS and Qiniu Kodo. */
class ProviderSourceTest {

    private final Map<String, String> environment =
            new HashMap<>(Map.of("SOURCE_ACCESS_KEY_ID", "ID", "SOURCE_SECRET_ACCESS_KEY", "hidden"));

    @Test
    void readsTheNamesOfTheDataTransferHub() throws Exception {
        environment.putAll(Map.of(
                "SOURCE_TYPE", "Aliyun_OSS",
                "SRC_BUCKET", "from",
                "SRC_PREFIX", "logs/2026",
                "SRC_REGION", "cn-hangzhou",
                "SRC_ENDPOINT", "oss-cn-hangzhou-internal.aliyuncs.com",
                "SRC_IN_CURRENT_ACCOUNT", "false",
                "PAYER_REQUEST", "false",
                "SRC_PREFIX_LIST", "a.txt",
                "SRC_PREFIX_LIST_BUCKET", "lists",
                "DEST_BUCKET", "to"));
        Job job = read(null);
        assertThat(job.source())
                .isEqualTo(new Side(
                        StoreType.OSS,
                        "from",
                        "logs/2026",
                        "https://oss-cn-hangzhou-internal.aliyuncs.com",
                        "cn-hangzhou",
                        false,
                        new Identity(new Identity.Keys(new Credentials("ID", "hidden", "")), null),
                        false,
                        Reach.USUAL));
        assertThat(job.choice().prefixList()).isEqualTo("s3://lists/a.txt");
        assertThat(job.copiedByService()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "oss://from/a, --source-region=cn-hangzhou, cn-hangzhou, NATIVE, USUAL, '', V4",
        "oss://from, --source-endpoint=oss-cn-beijing-internal.aliyuncs.com, '', NATIVE, USUAL, '', V4",
        "oss://from_old, --source-network=accelerate --source-signature=v1, '', NATIVE, ACCELERATE, '', V1",
        "oss://from, --source-region=cn-hangzhou --source-network=internal, cn-hangzhou, NATIVE, INTERNAL, '', V4",
        "oss://from, --source-signature=V1 --source-domain=a.example.com, '', NATIVE, USUAL, a.example.com, V1",
        "cos://from-1250000000, --source-region=ap-guangzhou, ap-guangzhou, NATIVE, USUAL, '', V4",
        "cos://from-1250000000, --source-endpoint=cos.ap-beijing.myqcloud.com, '', NATIVE, USUAL, '', V4",
        "cos://from-1250000000, --source-network=accelerate, '', NATIVE, ACCELERATE, '', V4",
        "kodo://from, --source-region=z0 --source-domain=http://a.example.com:81/, z0, NATIVE, USUAL, http://a.example.com:81, V4",
        "kodo://from, --source-region=cn-east-1 --source-protocol=s3, cn-east-1, S3, USUAL, '', V4",
        "kodo://from, --source-endpoint=s3.cn-south-1.qiniucs.com --source-protocol=s3, cn-south-1, S3, USUAL, '', V4",
        "s3://from, --source-protocol=s3 --source-network=public --source-signature=v4, '', S3, PUBLIC, '', V4",
    })
    void takesTheWayToASource(
            String source,
            String options,
            String region,
            Protocol protocol,
            Network network,
            String domain,
            OssSignature signature)
            throws Exception {
        Side side = read(source, options.split(" ", -1)).source();
        assertThat(side.region()).isEqualTo(region);
        assertThat(side.reach()).isEqualTo(new Reach(protocol, network, domain, signature, Reach.USUAL.egress()));
        assertThat(side.pathStyle()).isEqualTo(side.type() == StoreType.KODO && protocol == Protocol.S3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        oss://from                |                                        | --source-region: the region of oss://from is required, such as cn-hangzhou
        oss://from                | --source-network=accelerate            | --source-region: the region of oss://from is required, such as cn-hangzhou
        oss://from                | --source-domain=a.example.com          | --source-region: the region of oss://from is required, such as cn-hangzhou
        cos://from-1250000000     | --source-domain=http://a.example.com --source-region=r | --source-domain: must be a host that is reached by https; leave out http://
        oss://from                | --source-signature=v1                  | --source-region: the region of oss://from is required, such as cn-hangzhou
        cos://from-1250000000/a   |                                        | --source-region: the region of cos://from-1250000000/a/ is required, such as ap-guangzhou
        kodo://from               | --source-protocol=s3                   | --source-region: the region of kodo://from is required, such as z0 or cn-east-1
        oss://From                | --source-region=r                      | SOURCE: From is not a bucket's name of Aliyun OSS (3 to 63 of a-z, 0-9, '-')
        cos://from                | --source-region=r                      | SOURCE: from is not a bucket's name of Tencent COS, which ends with the APPID, as in photos-1250000000
        oss://from                | --source-region=r --source-domain=a.b/c | --source-domain: a.b/c is more than a host's name
        oss://from                | --source-region=r --source-domain=a.b --source-endpoint=c.d | --source-domain: is given, and so is --source-endpoint; set only one of the two
        oss://from                | --source-region=r --source-domain=a.b --source-network=accelerate | --source-network: has no effect with --source-domain, which is an address already; give one of the two
        oss://from                | --source-region=r --source-protocol=s3 | --source-protocol: s3 is valid with kodo:// only; Aliyun OSS is read with its own protocol
        cos://from-1250000000     | --source-region=r --source-network=internal | --source-network: internal: Tencent COS has no names for it: within a region its public names resolve to internal addresses; leave it out
        kodo://from               | --source-region=z0 --source-network=accelerate | --source-network: is valid with s3://, oss:// and cos:// only, not with kodo://
        s3://with.dots            | --source-network=accelerate            | --source-network: accelerate: S3 Transfer Acceleration takes no bucket with a dot in its name, such as with.dots
        s3://from                 | --source-network=accelerate --source-endpoint=a.b | --source-network: has no effect with --source-endpoint, which is an address already; give one of the two
        s3://from                 | --source-proxy=http://user:hidden@proxy | --source-proxy: has a user or a password, which do not belong on a command line; set SRC_PROXY instead
        s3://from                 | --source-proxy=socks5://proxy          | --source-proxy: names a proxy that is reached by socks5://; only proxies with http:// are supported, also for https:// stores
        s3://from                 | --source-network=internal              | --source-network: is valid with oss:// and cos:// only, not with s3://
        cos://from-1250000000     | --source-region=r --source-signature=v1 | --source-signature: is valid with oss:// only, not with cos://
        s3://from                 | --source-domain=a.b                    | --source-domain: is valid with oss://, cos:// and kodo:// read by their own protocols only; for an S3-compatible store give --source-endpoint
        kodo://from               | --source-region=z0 --source-protocol=s3 --source-domain=a.b | --source-domain: is valid with oss://, cos:// and kodo:// read by their own protocols only; for an S3-compatible store give --source-endpoint
        kodo://from               | --source-endpoint=s3-cn-east-1.qiniucs.com | --source-endpoint: https://s3-cn-east-1.qiniucs.com is Kodo's S3-compatible service: use --source-protocol s3 too
        oss://from                | --source-region=r --source-path-style=true | --source-path-style: is valid with s3:// only, not with oss://
        oss://from                | --source-region=r --requester-pays=true | --requester-pays: is valid with s3:// only, not with Aliyun OSS
        oss://from                | --source-region=r --tags=true          | --tags: is valid with s3:// only: tags of Aliyun OSS aren't read
        kodo://from               | --source-region=z0 --source-anonymous=true | --source-anonymous: can't be used with Qiniu Kodo, which lists a bucket only for its owner: give an access key
        oss://from                | --source-region=r --prefix-list=cos://b-1250000000/k | --prefix-list: cos://b-1250000000/k can't be read: only s3:// and stores of the source's kind can
        """)
    void tellsEveryContradictionInALine(String source, String options, String message) {
        assertThat(failure(source, options == null ? new String[0] : options.split(" ", -1))
                        .problems())
                .extracting(Problem::toString)
                .containsExactly(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        oss://from           | Aliyun OSS | , or use --source-anonymous for a public bucket
        cos://f-1250000000   | Tencent COS | , or use --source-anonymous for a public bucket
        kodo://from          | Qiniu Kodo | ''
        """)
    void aSourceWithoutAKeyIsReportedWithWhereToPutIt(String source, String title, String more) throws Exception {
        environment.clear();
        InvalidJobException failure = failure(source, "--source-region=r");
        assertThat(failure)
                .hasMessage("SOURCE_ACCESS_KEY_ID: required for " + title + ", which has no default; set it and"
                        + " SOURCE_SECRET_ACCESS_KEY, name a secret with SRC_CREDENTIALS, a profile or a credential process"
                        + more);
        assertThat(failure.usage()).isFalse();
        environment.put("SRC_CREDENTIALS", "job/source");
        assertThat(read(source, "--source-region=r").source().identity().base())
                .isEqualTo(new Identity.Secret("job/source"));
    }

    @Test
    void aPublicBucketNeedsNoKey() throws Exception {
        environment.clear();
        assertThat(read("oss://from", "--source-region=r", "--source-anonymous=true")
                        .source()
                        .anonymous())
                .isTrue();
    }

    @Test
    void halfAKeyIsOneProblem() {
        environment.remove("SOURCE_ACCESS_KEY_ID");
        assertThat(failure("oss://from", "--source-region=r"))
                .hasMessage("SOURCE_ACCESS_KEY_ID: is missing, but SOURCE_SECRET_ACCESS_KEY is set");
    }

    @Test
    void kodoHasNoSessionTokensInItsOwnProtocol() throws Exception {
        environment.put("SOURCE_SESSION_TOKEN", "hidden2");
        assertThat(failure("kodo://from", "--source-region=z0"))
                .hasMessage("SOURCE_SESSION_TOKEN: can't be used with Qiniu Kodo, whose access keys have none;"
                        + " --source-protocol s3 takes one");
        assertThat(read("kodo://from", "--source-region=z0", "--source-protocol=s3")
                        .source()
                        .credentials()
                        .sessionToken())
                .isEqualTo("hidden2");
    }

    @Test
    void noOtherCloudKnowsAnAwsAccount() {
        environment.put("SRC_IN_CURRENT_ACCOUNT", "true");
        assertThat(failure("oss://from", "--source-region=r"))
                .hasMessage("SRC_IN_CURRENT_ACCOUNT: is valid with s3:// only: Aliyun OSS has no AWS accounts");
    }

    @Test
    void onlyTheConfigurationIsWrongWhereTheSourceStandsThere() {
        environment.putAll(Map.of("SOURCE_TYPE", "Tencent_COS", "SRC_BUCKET", "from", "DEST_BUCKET", "to"));
        InvalidJobException failure = failure(null);
        assertThat(failure.problems()).extracting(Problem::where).containsExactly("SRC_BUCKET", "SRC_REGION");
        assertThat(failure.usage()).isFalse();
    }

    private Job read(String source, String... options) throws InvalidJobException {
        Map<JobOption, List<String>> arguments = new EnumMap<>(JobOption.class);
        for (String option : options) {
            String[] parts = option.split("=", 2);
            JobOption named = Arrays.stream(JobOption.values())
                    .filter(known -> known.commandLineName().equals(parts[0]))
                    .findAny()
                    .orElseThrow();
            arguments.put(named, List.of(parts[1]));
        }
        return JobReader.read(
                source, source == null ? null : "s3://to", new Settings(arguments, Map.of(), environment, Map.of()));
    }

    private InvalidJobException failure(String source, String... options) {
        return catchThrowableOfType(InvalidJobException.class, () -> read(source, options));
    }
}

package dev.caravan.component.wire;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.caravan.job.Credentials;
import dev.caravan.local.LocalAnswers;
import dev.caravan.local.LocalAnswers.Asked;
import dev.caravan.local.LocalAnswers.Told;
import dev.caravan.store.DeniedException;
import dev.caravan.store.Session;
import dev.caravan.store.TransientException;
import java.time.Instant;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineRoleTest {

    private static final String ECS = "/latest/meta-data/ram/security-credentials/";
    private static final String CVM = "/latest/meta-data/cam/security-credentials/";
    private static final String ECS_KEY = "{\"AccessKeyId\": \"STS.A\", \"AccessKeySecret\": \"secret-1\","
            + " \"Expiration\": \"2026-11-29T15:00:00Z\", \"SecurityToken\": \"token-1\","
            + " \"LastUpdated\": \"2026-11-29T09:00:00Z\", \"Code\": \"Success\"}";
    private static final String CVM_KEY = "{\"TmpSecretId\": \"AKIDA\", \"TmpSecretKey\": \"secret-1\","
            + " \"ExpiredTime\": 1796000000, \"Expiration\": \"2026-11-29T15:00:00Z\", \"Token\": \"token-1\","
            + " \"Code\": \"Success\"}";

    private static Session ofEcs(Function<Asked, Told> answers) {
        try (LocalAnswers metadata = new LocalAnswers(answers)) {
            return MachineRole.ofEcs(Place.of("service", metadata.endpoint().toString()))
                    .get();
        }
    }

    @Test
    void aMachineOfAliyunInItsHardenedModeIsAskedWithAToken() {
        Session session = ofEcs(asked -> {
            if (asked.method().equals("PUT")) {
                return asked.header()
                                .apply("X-aliyun-ecs-metadata-token-ttl-seconds")
                                .equals("60")
                        ? new Told(200, "a-token")
                        : new Told(400, "");
            }
            if (!"a-token".equals(asked.header().apply("X-aliyun-ecs-metadata-token"))) {
                return new Told(403, "");
            }
            return asked.path().equals(ECS) ? new Told(200, "reader\n") : new Told(200, ECS_KEY);
        });
        assertThat(session)
                .isEqualTo(new Session(
                        new Credentials("STS.A", "secret-1", "token-1"), Instant.parse("2026-11-29T15:00:00Z")));
    }

    @Test
    void anotherMachineOfAliyunIsAskedWithoutAToken() {
        Session session = ofEcs(
                asked -> asked.method().equals("PUT") || asked.header().apply("X-aliyun-ecs-metadata-token") != null
                        ? new Told(404, "")
                        : new Told(200, asked.path().equals(ECS) ? "reader" : ECS_KEY));
        assertThat(session.credentials().accessKeyId()).isEqualTo("STS.A");
    }

    @Test
    void aMachineOfTencentIsAskedForItsRole() {
        try (LocalAnswers metadata =
                new LocalAnswers(asked -> new Told(200, asked.path().equals(CVM) ? "reader" : CVM_KEY))) {
            assertThat(MachineRole.ofCvm(Place.of("service", metadata.endpoint().toString()))
                            .get())
                    .isEqualTo(new Session(
                            new Credentials("AKIDA", "secret-1", "token-1"), Instant.parse("2026-11-29T15:00:00Z")));
            assertThat(metadata.asked()).extracting(Asked::path).containsExactly(CVM, CVM + "reader");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "404 | `` | this machine has no role; give it one, or an access key to the job",
                "403 | `` | the metadata service answers 403",
                "500 | `` | the metadata service answers 500",
                "200 | <html>secret-1</html> | NoRole: the metadata service names none",
                "200 | ../x | NoRole: the metadata service names none",
            })
    void aMachineWithoutARoleIsReportedInALine(int status, String text, String why) {
        Throwable thrown =
                catchThrowable(() -> ofEcs(asked -> new Told(asked.method().equals("PUT") ? 404 : status, text)));
        assertThat(thrown)
                .isInstanceOf(status == 500 ? TransientException.class : DeniedException.class)
                .hasMessage("the role of this machine: " + why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "secret-1 | : the answer is invalid: it isn't JSON",
                "{\"Code\": \"Failed\", \"AccessKeySecret\": \"secret-1\"} | reader: Failed: the metadata service gives no key",
                "{\"AccessKeyId\": \"A\"} | reader: the answer is invalid: it has no AccessKeySecret",
            })
    void anAnswerWithoutAKeyIsNotRepeated(String text, String why) {
        Throwable thrown = catchThrowable(() -> ofEcs(asked -> asked.method().equals("PUT")
                ? new Told(404, "")
                : new Told(200, asked.path().equals(ECS) ? "reader" : text)));
        assertThat(thrown)
                .isInstanceOf(DeniedException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("secret-1");
    }
}

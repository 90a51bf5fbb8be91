package dev.caravan.aws;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.caravan.job.Credentials;
import dev.caravan.store.DeniedException;
import dev.caravan.store.Session;
import dev.caravan.store.TransientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class CredentialProgramTest {

    private static Session session(String... command) {
        return new CredentialProgram(List.of(command), Duration.ofSeconds(30)).get();
    }

    private static Throwable failure(String script, Duration longest) {
        Throwable thrown = catchThrowable(() -> new CredentialProgram(List.of("/bin/sh", "-c", script), longest).get());
        assertThat(thrown.getMessage()).doesNotContain("hidden").doesNotContain("\n");
        return thrown;
    }

    @Test
    void readsAKeyWithAndWithoutAnEnd() {
        assertThat(session(
                        "echo",
                        "{\"Version\": 1, \"AccessKeyId\": \"AK\", \"SecretAccessKey\": \"SK\", \"SessionToken\": \"T\","
                                + " \"Expiration\": \"2026-11-29T15:00:00+01:00\"}"))
                .isEqualTo(new Session(new Credentials("AK", "SK", "T"), Instant.parse("2026-11-29T14:00:00Z")));
        assertThat(session("echo", "{\"Version\": 1, \"AccessKeyId\": \"AK\", \"SecretAccessKey\": \"SK\"}"))
                .isEqualTo(new Session(new Credentials("AK", "SK", ""), null));
    }

    @Test
    void anArgumentIsNoShell() {
        assertThat(session("echo", "{\"Version\": 1, \"AccessKeyId\": \"AK\", \"SecretAccessKey\": \"$(id);`id`\"}")
                        .credentials()
                        .secretAccessKey())
                .isEqualTo("$(id);`id`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "echo hidden | prints no access key: it isn't JSON",
                "true | prints no access key: it isn't a JSON object",
                "echo '{\"AccessKeyId\": \"hidden\"}' | prints no access key: its Version is not 1",
                "echo '{\"Version\": 2, \"AccessKeyId\": \"hidden\"}' | prints no access key: its Version is not 1",
                "echo '{\"Version\": 1, \"AccessKeyId\": \"hidden\"}' | prints no access key: it has no SecretAccessKey",
                "echo '{\"Version\": 1, \"AccessKeyId\": \"hidden\", \"SecretAccessKey\": \"x\", \"Expiration\": \"hidden\"}' | prints no access key: its Expiration is not a time such as 2026-01-31T12:00:00Z",
                "echo hidden >&2; exit 3 | ends with exit code 3; run it by hand to see why",
                "head -c 70000 /dev/zero | prints more than 65536 bytes",
            })
    void whatIsNoKeyIsReportedWithoutTheOutput(String script, String line) {
        assertThat(failure(script, Duration.ofSeconds(30)))
                .isInstanceOf(DeniedException.class)
                .hasMessage("the credential process \"/bin/sh\" " + line);
    }

    @Test
    void aProgramThatIsNotThereIsReportedByName() {
        assertThat(catchThrowable(() -> session("/no/such/program", "hidden")))
                .hasMessageStartingWith("the credential process \"/no/such/program\" can't be started: ")
                .hasMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @CsvSource({"sleep 600", "sleep 600 & exec sleep 600", "exec >&-; sleep 600"})
    void aProgramThatDoesNotEndIsEnded(String script) {
        assertThat(failure(script, Duration.ofMillis(300)))
                .isInstanceOf(TransientException.class)
                .hasMessageStartingWith("the credential process \"/bin/sh\" does not end within ");
    }
}

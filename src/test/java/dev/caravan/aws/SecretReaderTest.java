package dev.caravan.aws;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.caravan.job.Credentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretReaderTest {

    private static final String LEAK = "wJalrXUtnFEMI";

    @Test
    void aKeyWithoutATokenIsALastingOne() {
        assertThat(SecretReader.accessKey("{\"access_key_id\": \"AK\", \"secret_access_key\": \"SK\"}"))
                .isEqualTo(new Credentials("AK", "SK", ""));
        assertThat(SecretReader.accessKey(
                        "{\"access_key_id\": \"AK\", \"secret_access_key\": \"SK\", \"session_token\": null}"))
                .isEqualTo(new Credentials("AK", "SK", ""));
    }

    @Test
    void whiteSpaceAroundAValueAndOtherFieldsDontMatter() {
        assertThat(
                        SecretReader.accessKey(
                                "{\"owner\": {}, \"session_token\": \" T\\n\", \"access_key_id\": \"AK\\n\", \"secret_access_key\": \"SK \"}\n"))
                .isEqualTo(new Credentials("AK", "SK", "T"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                " | it holds bytes instead of text",
                "'' | it isn't a JSON object",
                "wJalrXUtnFEMI | it isn't JSON",
                "{\"access_key_id\": \"AK\", \"secret_access_key\": \"wJalrXUtnFEMI | it isn't JSON",
                "{\"access_key_id\": \"wJalrXUtnFEMI\", \"secret_access_key\": \"SK\"} x | it isn't JSON",
                "[\"wJalrXUtnFEMI\"] | it isn't a JSON object",
                "\"wJalrXUtnFEMI\" | it isn't a JSON object",
                "{\"secret_access_key\": \"wJalrXUtnFEMI\"} | it has no access_key_id",
                "{\"access_key_id\": \"AK\", \"secretAccessKey\": \"wJalrXUtnFEMI\"} | it has no secret_access_key",
                "{\"access_key_id\": \"AK\", \"secret_access_key\": null} | its secret_access_key is not text",
                "{\"access_key_id\": 7, \"secret_access_key\": \"wJalrXUtnFEMI\"} | its access_key_id is not text",
                "{\"access_key_id\": \" \", \"secret_access_key\": \"wJalrXUtnFEMI\"} | its access_key_id is empty",
                "{\"access_key_id\": \"AK\\r\\nx: y\", \"secret_access_key\": \"wJalrXUtnFEMI\"} | its access_key_id has a character",
                "{\"access_key_id\": \"AK\", \"secret_access_key\": \"wJalrXUtnFEMI\\u0000\"} | its secret_access_key has a character",
            })
    void whatIsNoKeyIsReportedWithoutBeingShown(String text, String reason) {
        Throwable thrown = catchThrowable(() -> SecretReader.accessKey(text));
        assertThat(thrown)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason)
                .hasNoCause();
        assertThat(thrown.getMessage()).doesNotContain(LEAK).doesNotContain("\n");
    }
}

package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobOptionTest {

    @Test
    void everyTextIsAnOptions() {
        ResourceBundle texts = ResourceBundle.getBundle("dev.caravan.job.options", Locale.ROOT);
        assertThat(texts.keySet())
                .isEqualTo(Arrays.stream(JobOption.values()).map(Enum::name).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @EnumSource
    void everyOptionIsExplainedAndNamedLikeItsKind(JobOption option) {
        assertThat(option.help()).endsWith(".").doesNotContain("\n").hasSizeGreaterThan(15);
        assertThat(option.property()).matches("caravan\\.[a-z]+([.-][a-z]+)*");
        assertThat(option.environmentName()).matches("[A-Z]+(_[A-Z]+)*");
        assertThat(option.commandLineName()).matches("(--[a-z]+(-[a-z]+)*)?");
    }

    @ParameterizedTest
    @EnumSource
    void noTwoOptionsShareAName(JobOption option) {
        for (JobOption other : JobOption.values()) {
            if (other != option) {
                assertThat(other.property()).isNotEqualTo(option.property());
                assertThat(other.environmentName()).isNotEqualTo(option.environmentName());
                assertThat(option.onCommandLine() && other.commandLineName().equals(option.commandLineName()))
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyDefaultIsAValueThatTheOptionTakes(JobOption option) {
        if (!option.defaultValue().isEmpty()) {
            assertThat(option.kind().read(option.defaultValue())).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noCredentialStandsOnACommandLine(JobOption option) {
        boolean credential = option.environmentName().matches(".*(ACCESS_KEY|SECRET|TOKEN)(?!_FILE).*");
        assertThat(credential && option.onCommandLine()).isFalse();
        assertThat(option.secret())
                .isEqualTo(option.environmentName().matches(".*((?<!SSE_C_)SECRET|TOKEN|SSE_C_KEY$)(?!_FILE).*"));
    }
}

package dev.caravan.store;

import static dev.caravan.local.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void refusedCredentialsAreAKindOfTheirOwn() {
        assertThat(Failures.line(DeniedException.ofCaller("GET a: 403 ExpiredToken", 403, "ExpiredToken", null)))
                .isEqualTo("Credentials: GET a: 403 ExpiredToken");
        assertThat(Failures.kind(new DeniedException("GET a: 403 AccessDenied", 403, "AccessDenied", null)))
                .isEqualTo("Denied");
    }
}

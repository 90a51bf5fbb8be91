package dev.caravan.store;

import static dev.caravan.local.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void refusedCredentialsAreAKindOfTheirOwn() {
        assertThat(Failures.line(DeniedException.ofCaller("GET a: 403 ExpiredToken", 403, "ExpiredToken")))
                .isEqualTo("Credentials: GET a: 403 ExpiredToken");
        assertThat(Failures.kind(new DeniedException("GET a: 403 AccessDenied", 403, "AccessDenied")))
                .isEqualTo("Denied");
    }

    @Test
    void aFailureThatReplacesAnotherIsTheOneThatCounts() {
        IOException broken = new IOException("Broken pipe");
        InvalidException refused = new InvalidException("PUT a: 400 NotImplemented", 400, "NotImplemented", broken);
        SendAgainException again = new SendAgainException("PUT a: again", 400, "NotImplemented", refused);
        assertThat(Failures.innermost(new IllegalStateException(again))).isSameAs(again);
        assertThat(again).hasCause(broken);
    }
}

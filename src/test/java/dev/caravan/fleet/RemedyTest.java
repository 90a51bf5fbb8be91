package dev.caravan.fleet;

import static dev.caravan.local.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemedyTest {

    @ParameterizedTest
    @ValueSource(strings = {"Denied", "Credentials", "Throttled", "Digest", "Archived", "Changed", "GivenUp", "Odd"})
    void redriveIsNamedOnlyWhereDeadLettersAreKept(String kind) {
        assertThat(Remedy.ofLasting(kind, true)).endsWith(", then: caravan redrive");
        assertThat(Remedy.ofLasting(kind, false)).endsWith(", then: caravan finder");
        assertThat(Remedy.ofPassing(kind)).doesNotContain("redrive", "caravan finder");
    }

    @Test
    void aMessageOfAnotherProgramIsNotRedriven() {
        assertThat(Remedy.ofLasting("InvalidMessage", true)).doesNotContain("redrive");
    }

    @Test
    void refusedCredentialsAreRenewed() {
        assertThat(Remedy.ofPassing("Credentials")).contains("renew the credentials of that worker");
    }

    @Test
    void aRefusedFormOfTheContentIsNoOutage() {
        assertThat(Remedy.ofPassing("SendAgain")).contains("--checksum").doesNotContain("unavailable");
        assertThat(Remedy.ofPassing("Transient")).contains("unavailable");
    }
}

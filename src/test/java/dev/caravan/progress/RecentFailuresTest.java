package dev.caravan.progress;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.local.LogLines;
import dev.caravan.store.DeniedException;
import dev.caravan.store.TransientException;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class RecentFailuresTest {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.copy");

    @Test
    void onlyTheFirstFailuresOfAKindAreLogged() {
        RecentFailures failures = new RecentFailures();
        try (LogLines log = new LogLines()) {
            for (int i = 0; i < 30; i++) {
                failures.log(failure(new DeniedException("PUT: 403", 403, "AccessDenied")), LOG, "denied " + i);
            }
            failures.log(failure(new TransientException("PUT: 500", 500, "InternalError")), LOG, "transient");

            assertThat(log.all()).hasSize(11).startsWith("denied 0", "denied 1").endsWith("denied 9", "transient");
        }
    }

    private static RecentFailures.Entry failure(Exception failure) {
        return RecentFailures.Entry.of("key", 1, failure, "");
    }
}

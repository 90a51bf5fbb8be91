package dev.caravan.store;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.job.Credentials;
import dev.caravan.local.LogLines;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RenewedCredentialsTest {

    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");

    private final AtomicInteger fetches = new AtomicInteger();
    private final LogLines log = new LogLines();
    private final CountDownLatch open = new CountDownLatch(1);

    private volatile Instant now = START;
    private volatile Duration life = Duration.ofHours(1);
    private volatile StoreException failure;
    private volatile int key = 1;
    private volatile boolean slow;

    @AfterEach
    void close() {
        log.close();
        assertThat(log.all()).noneMatch(line -> line.contains("secret-"));
    }

    private static Credentials key(int number) {
        return new Credentials("KEY" + number, "secret-" + number, "");
    }

    private Session fetch() {
        int number = fetches.incrementAndGet();
        if (slow && number > 1) {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return new Session(key(key), life == null ? null : now.plus(life));
    }

    private RenewedCredentials start() {
        return new RenewedCredentials("source", this::fetch, () -> now);
    }

    private List<String> warnings() {
        return log.all().stream()
                .filter(line -> line.contains("stay as they were"))
                .toList();
    }

    @Test
    void aSessionIsFetchedOnceAndRenewedFiveMinutesBeforeItsEnd() {
        RenewedCredentials credentials = start();
        key = 2;
        now = START.plus(Duration.ofMinutes(55)).minusMillis(1);
        assertThat(credentials.current()).isEqualTo(key(1));
        assertThat(fetches).hasValue(1);
        now = now.plusMillis(1);
        assertThat(credentials.current()).isEqualTo(key(2));
        assertThat(credentials.current()).isEqualTo(key(2));
        assertThat(fetches).hasValue(2);
        assertThat(credentials.session().end()).isEqualTo(now.plus(life));
    }

    @Test
    void aShortSessionIsRenewedWhenAQuarterOfItIsLeft() {
        life = Duration.ofSeconds(40);
        RenewedCredentials credentials = start();
        now = START.plusSeconds(29);
        credentials.current();
        assertThat(fetches).hasValue(1);
        now = START.plusSeconds(30);
        credentials.current();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void aKeyWithoutAnEndIsFetchedEveryFiveMinutes() {
        life = null;
        RenewedCredentials credentials = start();
        key = 2;
        now = START.plus(Duration.ofMinutes(4));
        assertThat(credentials.current()).isEqualTo(key(1));
        now = START.plus(Duration.ofMinutes(5));
        assertThat(credentials.current()).isEqualTo(key(2));
        assertThat(log.all()).filteredOn(line -> line.contains("were changed")).hasSize(1);
        now = now.plus(Duration.ofMinutes(5));
        assertThat(credentials.current()).isEqualTo(key(2));
        assertThat(log.all()).hasSize(1);
    }

    @Test
    void whileOneThreadRenewsTheOthersGoOnAndAfterTheEndTheyWait() throws Exception {
        RenewedCredentials credentials = start();
        key = 2;
        slow = true;
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            now = START.plus(Duration.ofMinutes(56));
            Future<Credentials> renewing = threads.submit(credentials::current);
            while (fetches.get() < 2) {
                Thread.onSpinWait();
            }
            assertThat(credentials.current()).isEqualTo(key(1));
            now = START.plus(Duration.ofHours(1));
            List<Future<Credentials>> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                waiting.add(threads.submit(credentials::current));
            }
            open.countDown();
            assertThat(renewing.get()).isEqualTo(key(2));
            for (Future<Credentials> thread : waiting) {
                assertThat(thread.get()).isEqualTo(key(2));
            }
            assertThat(fetches).hasValue(2);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aFailureBeforeTheEndIsReportedOnceAndOneAfterTheEndIsThrown() {
        RenewedCredentials credentials = start();
        failure = DeniedException.ofCaller("not any more", 403, "AccessDenied");
        for (int second = 0; second < 60; second++) {
            now = START.plus(Duration.ofMinutes(55)).plusSeconds(second);
            assertThat(credentials.current()).isEqualTo(key(1));
        }
        assertThat(fetches).hasValueLessThan(15);
        assertThat(warnings()).containsExactly("the credentials of the source stay as they were: not any more");
        now = START.plus(Duration.ofHours(1));
        int before = fetches.get();
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(credentials::current).isSameAs(failure);
        }
        assertThat(fetches).hasValue(before + 1);
        failure = null;
        key = 2;
        now = now.plusSeconds(5);
        assertThat(credentials.current()).isEqualTo(key(2));
        failure = new TransientException("away");
        now = START.plus(Duration.ofMinutes(116));
        assertThat(credentials.current()).isEqualTo(key(2));
        assertThat(warnings()).hasSize(2);
    }

    @Test
    void aSessionThatHasExpiredAlreadyIsNone() {
        life = Duration.ZERO;
        assertThatThrownBy(this::start)
                .isInstanceOf(DeniedException.class)
                .hasMessage("the new credentials of the source expired at 2026-11-29T12:00:00Z already; is the clock of"
                        + " this machine right?");
    }

    @Test
    void ofManyRefusalsAtTheSameMomentOneFetches() throws Exception {
        int slots = 64;
        RenewedCredentials credentials = start();
        key = 2;
        ExecutorService threads = Executors.newFixedThreadPool(slots);
        CountDownLatch ready = new CountDownLatch(slots);
        List<Future<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < slots; i++) {
            answers.add(threads.submit(() -> {
                ready.countDown();
                ready.await();
                return credentials.renewed(key(1));
            }));
        }
        for (Future<Boolean> answer : answers) {
            assertThat(answer.get()).isTrue();
        }
        threads.shutdown();
        assertThat(credentials.current()).isEqualTo(key(2));
        assertThat(fetches).hasValue(2);
    }

    @Test
    void aLateRefusalOfTheFormerKeyFetchesNothing() {
        RenewedCredentials credentials = start();
        key = 2;
        assertThat(credentials.renewed(key(1))).isTrue();
        assertThat(credentials.renewed(key(1))).isTrue();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void refusalsOneAfterTheOtherFetchNoMoreOftenThanEveryFiveSeconds() {
        RenewedCredentials credentials = start();
        for (int i = 0; i < 100; i++) {
            assertThat(credentials.renewed(key(1))).isFalse();
        }
        assertThat(fetches).hasValue(2);
        key = 2;
        now = now.plusSeconds(5);
        assertThat(credentials.renewed(key(1))).isTrue();
    }

    @Test
    void aRenewalInTimeDoesNotKeepARefusalFromFetching() {
        RenewedCredentials credentials = start();
        now = START.plus(Duration.ofMinutes(55));
        assertThat(credentials.current()).isEqualTo(key(1));
        key = 2;
        assertThat(credentials.renewed(key(1))).isTrue();
    }

    @Test
    void aRefusalThatFindsNothingNewKeepsTheKey() {
        RenewedCredentials credentials = start();
        failure = new TransientException("away");
        assertThat(credentials.renewed(key(1))).isFalse();
        assertThat(credentials.current()).isEqualTo(key(1));
        assertThat(warnings()).hasSize(1);
    }
}

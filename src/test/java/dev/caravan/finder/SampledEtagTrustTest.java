package dev.caravan.finder;

import static dev.caravan.finder.InMemoryStore.NOON;
import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.store.ObjectSummary;
import org.junit.jupiter.api.Test;

class SampledEtagTrustTest {

    private static final String MD5_A = "0cc175b9c0f1b6a831c399e269772661";
    private static final String MD5_B = "92eb5ffee6ae2fec3ad71c777531578f";

    private final InMemoryStore source = new InMemoryStore("s3://source");
    private final InMemoryStore destination = new InMemoryStore("s3://destination");
    private final SampledEtagTrust trust = new SampledEtagTrust(source, destination);

    @Test
    void eachSideIsAskedOnceInARun() {
        ObjectSummary a = object("a", MD5_A);
        source.with(a);
        destination.with(a);

        for (int i = 0; i < 3; i++) {
            assertThat(trust.test(a, a)).isTrue();
        }

        assertThat(source.heads).hasValue(1);
        assertThat(destination.heads).hasValue(1);
    }

    @Test
    void anEncryptedDestinationIsNotTrusted() {
        ObjectSummary a = object("a", MD5_A);
        source.with(a);
        destination.with(a).etagIsMd5(false);

        assertThat(trust.test(a, a)).isFalse();
        assertThat(trust.test(a, a)).isFalse();
        assertThat(destination.heads).hasValue(1);
    }

    @Test
    void anObjectThatVanishedSaysNothingAndTheNextOneIsAsked() {
        ObjectSummary a = object("a", MD5_A);
        ObjectSummary b = object("b", MD5_A);
        source.with(a, b);
        destination.with(b).etagIsMd5(false);

        assertThat(trust.test(a, a)).isTrue();
        assertThat(trust.test(b, b)).isFalse();
    }

    @Test
    void aRefusedObjectIsNotTrustedAndTheNextOneIsAsked() {
        ObjectSummary a = object("a", MD5_A);
        ObjectSummary b = object("b", MD5_A);
        source.with(a, b);
        destination.with(a, b).denies("a");

        assertThat(trust.test(a, a)).isFalse();
        assertThat(trust.test(b, b)).isTrue();
        assertThat(trust.test(a, a)).as("as the others").isTrue();
    }

    @Test
    void aSideThatRefusesThreeObjectsIsNotTrustedAndNotAskedAgain() {
        ObjectSummary a = object("a", MD5_A);
        source.with(a);
        destination.with(a).denies("a");

        for (int i = 0; i < 5; i++) {
            assertThat(trust.test(a, a)).isFalse();
        }
        assertThat(destination.heads).hasValue(3);
    }

    @Test
    void aDifferentEtagCountsOnlyWhereItIsAnMd5() {
        for (boolean encrypted : new boolean[] {false, true}) {
            InMemoryStore from = new InMemoryStore("s3://source").with(object("a", MD5_A));
            InMemoryStore to = new InMemoryStore("s3://destination")
                    .with(InMemoryStore.summary("a", 1, MD5_B, NOON.plusSeconds(1)))
                    .etagIsMd5(!encrypted);
            Comparing comparing = new Comparing(from, to);

            comparing.run();

            assertThat(comparing.different).hasSize(encrypted ? 0 : 1);
            assertThat(comparing.same).hasSize(encrypted ? 1 : 0);
        }
    }

    @Test
    void noObjectIsLookedAtWhereNoEtagDecides() {
        source.with(object("a", MD5_A), object("b", MD5_A + "-2"));
        destination.with(object("a", MD5_A), object("b", MD5_B));

        new Comparing(source, destination).run();

        assertThat(source.heads).hasValue(0);
        assertThat(destination.heads).hasValue(0);
    }

    private static ObjectSummary object(String key, String etag) {
        return InMemoryStore.summary(key, 1, etag, NOON);
    }
}

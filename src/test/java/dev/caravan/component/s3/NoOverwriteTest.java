package dev.caravan.component.s3;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.SendAgainException;
import org.junit.jupiter.api.Test;

/** Tests what a refusal of writes with a condition means. */
class NoOverwriteTest {

    private final NoOverwrite noOverwrite = new NoOverwrite(true, false, null, get -> {
        throw new GoneException("GET", 404, "NoSuchKey");
    });

    private S3Request write() {
        S3Request write = S3Request.object("PUT", "PUT", "a");
        noOverwrite.add(write);
        return write;
    }

    @Test
    void eachWriteWhoseConditionTheStoreDoesNotKnowIsSentAgainWithoutIt() {
        InvalidException refusal = new InvalidException("PUT", 501, "NotImplemented");
        S3Request first = write();
        S3Request other = write();
        assertThat(noOverwrite.meaning(first, refusal)).isInstanceOf(SendAgainException.class);
        assertThat(noOverwrite.meaning(other, refusal)).isInstanceOf(SendAgainException.class);
        S3Request again = write();
        assertThat(again.headers().has("if-none-match")).isFalse();
        assertThat(noOverwrite.meaning(again, refusal)).isSameAs(refusal);
    }
}

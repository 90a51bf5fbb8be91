package dev.caravan.transfer;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.store.UploadedPart;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultipartEtagTest {

    @Test
    void isTheMd5OfThePartsMd5sAndTheirCount() {
        // Another program computed this value from the MD5s of "hello" and "world".
        assertThat(MultipartEtag.of(List.of(
                        new UploadedPart(1, "5d41402abc4b2a76b9719d911017c592", 5, ""),
                        new UploadedPart(2, "7d793037a0760186574b0282f2f435e7", 5, ""))))
                .contains("065947336a2f2a95ba8899f3675c3be6-2");
    }

    @Test
    void nothingIsSaidWhereAPartsEtagIsNoMd5() {
        assertThat(MultipartEtag.of(List.of(new UploadedPart(1, "opaque", 5, ""))))
                .isEmpty();
        assertThat(MultipartEtag.of(List.of(new UploadedPart(1, "z".repeat(32), 5, ""))))
                .isEmpty();
    }
}

package dev.caravan.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UploadLeftTest {

    @Test
    void columnsAreReadInWhateverCaseTheDatabaseGivesThem() {
        assertThat(UploadLeft.of(Map.of("UPLOADID", "u1", "sourceetag", "e", "Size", 7L)))
                .isEqualTo(new UploadLeft("u1", "e", 7));
    }

    @Test
    void recordWithoutAnUploadLeftNone() {
        assertThat(UploadLeft.of(Map.of("UPLOADID", "", "SOURCEETAG", "e", "SIZE", 7L)))
                .isNull();
    }
}

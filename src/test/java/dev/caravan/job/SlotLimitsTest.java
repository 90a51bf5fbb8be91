package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotLimitsTest {

    @ParameterizedTest
    @CsvSource({
        "256, 1048576, 64, 170, 8, 32",
        "256, unlimited, 64, 170, 8, 32",
        "256, '', 64, 170, 8, 32",
        "64, 1048576, 64, 64, 8, 8",
        "1024, 1048576, 64, 682, 8, 128",
        "65536, 1048576, 64, 4096, 8, 1024",
        // Each store has 387 connections. Slots don't use 16 of them.
        "1024, 1024, 64, 279, 8, 92",
        // With so few open files there are few slots from the start.
        "256, 350, 26, 26, 8, 8",
        "256, 256, 8, 8, 2, 2",
    })
    void slotsStayWithinHeapAndOpenFiles(
            int heapMib, String files, int first, int most, int firstParts, int mostParts) {
        SlotLimits limits = SlotLimits.of((long) heapMib << 20, Map.of("caravan.files", files), 4);
        Slots parts = limits.parts(0);
        assertThat(parts).isEqualTo(new Slots(firstParts, mostParts));
        assertThat(limits.objects(0, parts)).isEqualTo(new Slots(first, most));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4096, 1024"})
    void aNumberIsObeyed(int slots, int parts) {
        SlotLimits limits = SlotLimits.of(64L << 20, Map.of("caravan.files", "256"), 4);
        assertThat(limits.parts(parts)).isEqualTo(new Slots(parts, parts));
        assertThat(limits.objects(slots, limits.parts(parts))).isEqualTo(new Slots(slots, slots));
    }
}

package dev.caravan.local;

import dev.caravan.checksum.KeptChecksum;
import dev.caravan.checksum.PartSum;
import dev.caravan.checksum.RunningSum;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.ContentChecksum.Kind;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Compares the server's checksums with the worker's. They are independent implementations. */
class ChecksumsAgreeTest {

    @Property(seed = "2026", tries = 100)
    void whatTheServerKeepsOfTwoPartsIsWhatTheWorkerReads(
            @ForAll @Size(max = 300) byte[] first, @ForAll @Size(max = 300) byte[] second) {
        for (Kind kind : List.of(Kind.CRC64NVME, Kind.CRC32C, Kind.CRC32)) {
            ChecksumAlgorithm algorithm = ChecksumAlgorithm.named(kind.name());
            String kept = algorithm.combine(kept(algorithm, first), kept(algorithm, second), second.length);
            KeptChecksum.ofParts(new ContentChecksum(kind, kept))
                    .requireOf(List.of(read(kind, first), read(kind, second)));
        }
    }

    @Property(seed = "2026", tries = 100)
    void whatTheServerKeepsOfAWholeIsWhatTheWorkerReads(@ForAll @Size(max = 300) byte[] bytes) {
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            Kind kind = Kind.valueOf(algorithm.name());
            KeptChecksum.ofWhole(new ContentChecksum(kind, kept(algorithm, bytes)))
                    .requireOf(List.of(read(kind, bytes)));
        }
    }

    private static String kept(ChecksumAlgorithm algorithm, byte[] bytes) {
        return Multipart.compute(algorithm, Content.of(bytes));
    }

    private static PartSum read(Kind kind, byte[] bytes) {
        RunningSum sum = KeptChecksum.start(kind);
        sum.update(bytes, 0, bytes.length);
        return sum.end();
    }
}

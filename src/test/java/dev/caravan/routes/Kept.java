package dev.caravan.routes;

import com.aliyun.oss.common.utils.CRC64;
import com.qiniu.util.Etag;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.ContentChecksum.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;

/** Computes the checksums that sources keep of their objects, as their SDKs do, and corrupts bytes. */
final class Kept {

    private Kept() {}

    static Function<byte[], ContentChecksum> as(Kind kind) {
        return bytes -> new ContentChecksum(kind, value(kind, bytes));
    }

    private static String value(Kind kind, byte[] bytes) {
        return switch (kind) {
            case CRC64 -> {
                CRC64 crc = new CRC64();
                crc.update(bytes, bytes.length);
                yield Long.toUnsignedString(crc.getValue());
            }
            case QETAG -> Etag.data(bytes);
            case CRC32C -> {
                CRC32C crc = new CRC32C();
                crc.update(bytes);
                byte[] value =
                        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
                yield Base64.getEncoder().encodeToString(value);
            }
            default -> throw new IllegalArgumentException(kind.name());
        };
    }

    /** Flips one bit in the middle of each of these pieces. */
    static UnaryOperator<byte[]> flipped(int... pieces) {
        AtomicInteger piece = new AtomicInteger();
        return bytes -> {
            int now = piece.incrementAndGet();
            if (pieces.length == 0 || Arrays.stream(pieces).anyMatch(wanted -> wanted == now)) {
                bytes[bytes.length / 2] ^= 1;
            }
            return bytes;
        };
    }
}

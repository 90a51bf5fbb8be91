package dev.caravan.component.wire;

import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.TransientException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures the reading of a page of a listing, for each of its 1,000 objects. */
@State(Scope.Thread)
public class ListingReaderBenchmark {

    private static final int KEYS = 1000;

    private final byte[] page = page();

    private static byte[] page() {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult>")
                .append("<Name>source</Name><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>");
        for (int i = 0; i < KEYS; i++) {
            xml.append("<Contents><Key>logs/2026/11/host-17/part-")
                    .append(100_000 + i)
                    .append(".json.gz</Key><LastModified>2026-11-14T22:13:20.000Z</LastModified>")
                    .append("<ETag>&quot;9b2cf535f27731c974343645a3985328&quot;</ETag><Size>48213</Size>")
                    .append("<StorageClass>STANDARD</StorageClass></Contents>");
        }
        return xml.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the page. */
    @Benchmark
    @OperationsPerInvocation(KEYS)
    public ObjectPage readPage() throws XMLStreamException {
        return new ListingReader(
                        "LIST",
                        ListRequest.of("", ""),
                        false,
                        new ListedEncoding(false, key -> {}),
                        fault -> new TransientException(fault.message(), 500, fault.code()))
                .read(StoreXml.reader(new ByteArrayInputStream(page)));
    }
}

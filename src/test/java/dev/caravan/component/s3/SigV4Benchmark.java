package dev.caravan.component.s3;

import dev.caravan.component.wire.SigningTime;
import dev.caravan.job.Credentials;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures the signature of one GET of an object. */
@State(Scope.Thread)
public class SigV4Benchmark {

    private final SigV4 signer = new SigV4("us-east-1", "s3");
    private final Credentials credentials =
            new Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "");
    private final SigningTime time =
            SigningTime.at(Instant.parse("2026-11-22T12:00:00Z").getEpochSecond());
    private int number;

    /** Signs a GET with If-Match. Each call uses a new key. */
    @Benchmark
    public String signGet() {
        S3Headers headers = new S3Headers();
        headers.add("host", "source.s3.us-east-1.amazonaws.com");
        headers.add("if-match", "\"9b2cf535f27731c974343645a3985328\"");
        headers.add("x-amz-content-sha256", SigV4.UNSIGNED_PAYLOAD);
        headers.add("x-amz-date", time.second());
        number++;
        return signer.authorization(
                "GET", "/d/2026/object-" + number, "", headers, SigV4.UNSIGNED_PAYLOAD, time, credentials);
    }
}

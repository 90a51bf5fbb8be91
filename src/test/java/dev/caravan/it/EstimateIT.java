package dev.caravan.it;

import static dev.caravan.it.TwoStores.MIB;
import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.Operation.COMPLETE;
import static dev.caravan.local.Operation.COPY;
import static dev.caravan.local.Operation.COPY_PART;
import static dev.caravan.local.Operation.CREATE_UPLOAD;
import static dev.caravan.local.Operation.DELETE;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.HEAD;
import static dev.caravan.local.Operation.LIST;
import static dev.caravan.local.Operation.PUT;
import static dev.caravan.local.Operation.UPLOAD_PART;

import dev.caravan.it.TwoStores.Result;
import dev.caravan.local.Content;
import dev.caravan.local.LocalS3;
import dev.caravan.local.Operation;
import dev.caravan.local.StoredObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that a run uses the requests and bytes that its dry run estimates. */
class EstimateIT {

    private static final int[] SIZES = {0, 1, 5 * MIB - 1, 5 * MIB, 5 * MIB + 1, 11 * MIB};
    private static final String[] PARTS = {"--part-size", "5MiB", "--multipart-threshold", "5MiB", "--delete"};

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    /** Requests to both sides. */
    private record Requests(
            long sourceLists, long sourceReads, long destinationWrites, long destinationReads, long deletes) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void requestsAreThoseOfTheRunThatStreams(long seed) {
        fill(new Random(seed));

        Requests told = told(stores.sync(with("--dry-run")));
        stores.resetCounts();
        // Without CRC32C, no HEAD looks at the encoding of the first objects.
        assertThat(stores.sync(with("--checksum=md5")).exitCode()).isZero();

        assertThat(told).isEqualTo(made(stores.source, stores.destination));
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void requestsAreThoseOfTheRunThatHasTheServiceCopy(long seed) {
        stores.oneService();
        stores.systemProperties.put("caravan.copy.whole", String.valueOf(6 * MIB));
        stores.systemProperties.put("caravan.copy.part", String.valueOf(5 * MIB));
        fill(new Random(seed));

        Result dry = stores.sync(with("--dry-run"));
        stores.resetCounts();
        assertThat(stores.sync(PARTS).exitCode()).isZero();

        Requests told = told(dry);
        Requests all = made(stores.source, stores.destination);
        assertThat(told.sourceLists() + told.destinationWrites()).isEqualTo(all.destinationWrites());
        assertThat(told.sourceReads() + told.destinationReads()).isEqualTo(all.destinationReads());
        assertThat(told.deletes()).isEqualTo(all.deletes());
        assertThat(dry.out()).contains("as long as the service needs");
    }

    @Test
    void reasonsBytesAndTimeAreReported() throws Exception {
        stores.from.put("new", Content.synthetic(1, 3 * MIB));
        stores.from.put("grown", "12");
        stores.to.put("grown", "1");
        stores.from.put("changed", "2");
        stores.to.put("changed", "1");
        stores.to.put("extra", "123");
        Path report = stores.folder.resolve("would.csv");

        Result run = stores.sync("--dry-run", "--bandwidth", "1MiB", "--report", report.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("would be copied          3 objects, 3.0 MiB\n")
                .contains("  new                    1 object, 3.0 MiB\n")
                .contains("  changed, by size       1 object, 2 B\n")
                .contains("  changed, by etag       1 object, 1 B\n")
                .contains("only at the destination  1 object, 3 B\n")
                .contains("would take               3.0 s at 1.0 MiB/s")
                .doesNotContain("would copy", "failed", "rate");
        assertThat(Files.readString(report))
                .contains("\"new\",WOULD_COPY,3145728,")
                .contains("\"changed, by size\"");
    }

    @Test
    void theListIsOfDryRunsOnly() {
        assertThat(stores.sync("--list").exitCode()).isEqualTo(64);
    }

    private static String[] with(String option) {
        String[] options = Arrays.copyOf(PARTS, PARTS.length + 1);
        options[PARTS.length] = option;
        return options;
    }

    private void fill(Random random) {
        for (int i = 0; i < 25; i++) {
            String key = "k" + i;
            Content content = Content.synthetic(i, SIZES[random.nextInt(SIZES.length)]);
            int fate = random.nextInt(6);
            if (fate != 0) {
                StoredObject object = stores.from.put(key, content);
                if (fate == 1) {
                    stores.from.put(object.withEtag("0123456789abcdef0123456789abcdef-2"));
                }
            }
            if (fate == 0 || fate == 2) {
                stores.to.put(key, content);
            } else if (fate == 3) {
                stores.to.put(key, "another");
            }
        }
    }

    private static Requests told(Result dry) {
        assertThat(dry.exitCode()).as(dry.err()).isZero();
        Matcher source = matched("requests, source +(\\d+) PUT/COPY/POST/LIST, (\\d+) GET/HEAD", dry.out());
        Matcher destination =
                matched("requests, destination +(\\d+) PUT/COPY/POST/LIST, (\\d+) GET/HEAD, (\\d+) DELETE", dry.out());
        return new Requests(
                number(source, 1),
                number(source, 2),
                number(destination, 1),
                number(destination, 2),
                number(destination, 3));
    }

    private static Matcher matched(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher;
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseLong(matcher.group(group));
    }

    private static Requests made(LocalS3 source, LocalS3 destination) {
        return new Requests(
                count(source, LIST),
                count(source, GET, HEAD),
                count(destination, LIST, PUT, COPY, CREATE_UPLOAD, UPLOAD_PART, COPY_PART, COMPLETE),
                count(destination, GET, HEAD),
                count(destination, DELETE));
    }

    private static long count(LocalS3 server, Operation... operations) {
        return Arrays.stream(operations).mapToLong(server.requests()::count).sum();
    }
}

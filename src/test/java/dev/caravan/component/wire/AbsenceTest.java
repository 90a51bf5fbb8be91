package dev.caravan.component.wire;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.store.DeniedException;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AbsenceTest {

    private final NotFoundException unproved = new NotFoundException("GET s3://b/k: 404", 404, "");

    private final List<ListRequest> listed = new ArrayList<>();

    private StoreException afterGet(Function<ListRequest, ObjectPage> list) {
        Absence absence = new Absence(
                request -> {
                    listed.add(request);
                    return list.apply(request);
                },
                request -> {
                    throw new AssertionError("no GET after a GET");
                });
        return absence.afterGet("k", unproved);
    }

    private StoreException afterHead(Function<ListRequest, ObjectPage> list, StoreException get) {
        return new Absence(list, request -> {
                    assertThat(request.range().length()).isEqualTo(1);
                    if (get != null) {
                        throw get;
                    }
                    return new ObjectContent(InputStream.nullInputStream(), 0, null, () -> {});
                })
                .afterHead("k", unproved);
    }

    private static ObjectPage page(String... keys) {
        return new ObjectPage(
                Stream.of(keys)
                        .map(key -> new ObjectSummary(key, 1, "", Instant.EPOCH, "", false))
                        .toList(),
                List.of(),
                null);
    }

    private static ObjectPage nothingYet(ListRequest request) {
        return new ObjectPage(List.of(), List.of(), request.continuedBy("more"));
    }

    @Test
    void theListingOfTheKeyDecidesAfterAGet() {
        assertThat(afterGet(request -> page("k")))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("GET s3://b/k: 404, but the store lists the object: is a proxy or gateway in front of the"
                        + " store?");
        assertThat(afterGet(request -> page("ka"))).isInstanceOf(GoneException.class);
        assertThat(afterGet(request -> page())).isInstanceOf(GoneException.class);
        assertThat(listed).hasSize(3).allMatch(request -> request.prefix().equals("k") && request.maxKeys() == 1);
    }

    @Test
    void aListingThatIgnoresThePrefixProvesNothing() {
        assertThat(afterGet(request -> page("a", "k")))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(
                        "GET s3://b/k: 404, and nothing proves that the object is gone: the listing has keys without"
                                + " the prefix that was asked for");
    }

    @Test
    void anEmptyPageIsNotTheEnd() {
        assertThat(afterGet(request -> listed.size() < 3 ? nothingYet(request) : page("k")))
                .isInstanceOf(NotFoundException.class);
        listed.clear();
        assertThat(afterGet(AbsenceTest::nothingYet))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("nothing proves that the object is gone");
        assertThat(listed).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void aListingThatFailsProvesNothing() {
        assertThat(afterGet(failing(new DeniedException("LIST s3://b: 403", 403, "AccessDenied"))))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("GET s3://b/k: 404, and nothing proves that the object is gone: LIST s3://b: 403");
        assertThat(afterGet(failing(new InvalidException("LIST s3://b: 501", 501, ""))))
                .isInstanceOf(NotFoundException.class);
        StoreException throttled = new ThrottledException("LIST s3://b: 503", 503, "SlowDown");
        assertThat(afterGet(failing(throttled))).isSameAs(throttled);
        StoreException expired = DeniedException.ofCaller("LIST s3://b: 403", 403, "ExpiredToken");
        assertThat(afterGet(failing(expired))).isSameAs(expired);
    }

    private static ObjectPage unasked(ListRequest request) {
        throw new AssertionError("nothing is listed");
    }

    private static Function<ListRequest, ObjectPage> failing(StoreException e) {
        return request -> {
            throw e;
        };
    }

    @Test
    void theAnswerToAGetDecidesAfterAHead() {
        StoreException gone = new GoneException("GET s3://b/k: 404 NoSuchKey", 404, "NoSuchKey");
        assertThat(afterHead(AbsenceTest::unasked, gone)).isSameAs(gone);
        assertThat(afterHead(AbsenceTest::unasked, null))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("but a GET finds the object");
        assertThat(afterHead(AbsenceTest::unasked, new InvalidException("GET s3://b/k: 416", 416, "InvalidRange")))
                .isInstanceOf(NotFoundException.class);
        assertThat(afterHead(request -> page("k"), unproved)).isInstanceOf(NotFoundException.class);
        assertThat(afterHead(request -> page(), unproved)).isInstanceOf(GoneException.class);
        StoreException denied = new DeniedException("GET s3://b/k: 403", 403, "AccessDenied");
        assertThat(afterHead(request -> page(), denied)).isSameAs(denied);
    }
}

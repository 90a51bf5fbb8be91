package dev.caravan.component.kodo;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.store.ArchivedException;
import dev.caravan.store.ChangedException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KodoErrorsTest {

    private final KodoErrors errors = new KodoErrors("kodo://b");

    private StoreException of(int status, String text, Duration skew) {
        return errors.of("GET kodo://b/k", new KodoFault(status, "", text, "R1", skew));
    }

    private StoreException of(int status, String text) {
        return of(status, text, Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"429", "503", "573"})
    void throttling(int status) {
        assertThat(of(status, "")).isInstanceOf(ThrottledException.class);
    }

    @ParameterizedTest
    @CsvSource({"408", "478", "500", "502", "504", "571", "599"})
    void whatPasses(int status) {
        assertThat(of(status, "")).isInstanceOf(TransientException.class);
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "307", "400", "405", "416", "501", "640", "996"})
    void whatStays(int status) {
        assertThat(of(status, "")).isInstanceOf(InvalidException.class);
    }

    @Test
    void theOthers() {
        assertThat(of(404, "Document not found")).isInstanceOf(GoneException.class);
        assertThat(of(612, "no such file or directory"))
                .isInstanceOf(GoneException.class)
                .hasMessage("GET kodo://b/k: 612: no such file or directory (request R1)");
        assertThat(of(404, "")).isInstanceOf(NotFoundException.class);
        assertThat(of(404, "Not Found")).isInstanceOf(NotFoundException.class);
        assertThat(of(404, "no such domain")).isInstanceOf(InvalidException.class);
        assertThat(of(412, "")).isInstanceOf(ChangedException.class);
        assertThat(of(608, "")).isInstanceOf(ChangedException.class);
        assertThat(of(403, "InvalidObjectState")).isInstanceOf(ArchivedException.class);
        assertThat(of(631, "no such bucket"))
                .isInstanceOf(InvalidException.class)
                .hasMessage("GET kodo://b/k: no such bucket: kodo://b");
    }

    @Test
    void aFrozenAccountIsNoFrozenObject() {
        assertThat(of(419, ""))
                .isInstanceOf(DeniedException.class)
                .hasMessageContaining("account")
                .satisfies(e -> assertThat(((DeniedException) e).ofCaller()).isTrue());
    }

    @Test
    void aRefusedKeyIsNotTheObjectsFault() {
        assertThat(((DeniedException) of(401, "bad token")).ofCaller()).isTrue();
        assertThat(((DeniedException) of(403, "forbidden")).ofCaller()).isFalse();
    }

    @Test
    void aWrongClockIsToldPlainly() {
        assertThat(of(403, "", Duration.ofMinutes(-20)))
                .hasMessageContaining("clock of this machine")
                .satisfies(e -> assertThat(e.code()).isEqualTo("RequestTimeTooSkewed"));
        assertThat(of(403, "", Duration.ofMinutes(2))).hasMessageNotContaining("clock");
    }

    @Test
    void whatIsNotKodosJsonIsStillARefusal() {
        assertThat(parse("<html><body>Bad Gateway").text()).startsWith("the answer is an HTML page");
        assertThat(parse("{\"error\":\"cut o")).isEqualTo(fault("", ""));
        assertThat(parse("too busy\n")).isEqualTo(fault("", "too busy"));
        assertThat(parse("{\"error\":{\"a\":1},\"code\":5}")).isEqualTo(fault("", ""));
        assertThat(parse("{\"error\":\"x\",\"error_code\":\"Y\"}")).isEqualTo(fault("Y", "x"));
        assertThat(parse("")).isEqualTo(fault("", ""));
    }

    private static KodoFault parse(String body) {
        return KodoFault.parse(502, body.getBytes(StandardCharsets.UTF_8), "R", Duration.ZERO);
    }

    private static KodoFault fault(String code, String text) {
        return new KodoFault(502, code, text, "R", Duration.ZERO);
    }

    @Test
    void hostileWordsStayOnOneLine() {
        assertThat(of(403, "a\nb\u001b[31m")).hasMessageContaining("a\\nb\\u001b[31m");
    }
}

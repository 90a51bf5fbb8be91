package dev.caravan.component.cos;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.component.wire.XmlFault;
import dev.caravan.store.DeniedException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.StoreException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CosErrorsTest {

    private final CosErrors errors = new CosErrors("cos://photos-1250000000");

    @ParameterizedTest
    @CsvSource({
        "503, SlowDown, Throttled",
        "503, ServiceUnavailable, Throttled",
        "503, , Throttled",
        "429, , Throttled",
        "400, RequestLimitExceeded, Throttled",
        "500, InternalError, Transient",
        "500, , Transient",
        "502, , Transient",
        "504, , Transient",
        "400, RequestTimeout, Transient",
        "404, NoSuchKey, Gone",
        "404, NoSuchVersion, Gone",
        "404, NoSuchThing, NotFound",
        "404, , NotFound",
        "412, PreconditionFailed, Changed",
        "412, , Changed",
        "403, InvalidObjectState, Archived",
        "403, AccessDenied, Denied",
        "403, , Denied",
        "401, , Denied",
        "400, ExpiredToken, Denied",
        "416, InvalidRange, Invalid",
        "404, NoSuchBucket, Invalid",
        "302, , Invalid",
        "304, , Invalid",
        "400, , Invalid",
        "451, UnavailableForLegalReasons, Invalid",
        "501, NotImplemented, Invalid",
    })
    void aRefusalMeans(int status, String code, String meaning) {
        StoreException e = of(status, code == null ? "" : code, "", false);
        assertThat(e.getClass().getSimpleName()).isEqualTo(meaning + "Exception");
        assertThat(e.status()).isEqualTo(status);
        assertThat(e.code()).isEqualTo(code == null ? "" : code);
    }

    @Test
    void theKeyItselfIsBlamedWhereTheStoreSaysSo() {
        for (String code : new String[] {"InvalidAccessKeyId", "SignatureDoesNotMatch"}) {
            assertThat(((DeniedException) of(403, code, "", false)).ofCaller()).isTrue();
        }
        assertThat(((DeniedException) of(403, "AccessDenied", "Access Denied.", false)).ofCaller())
                .isFalse();
        assertThat(of(403, "AccessDenied", "Request has expired", false)).hasMessageContaining("set the clock");
        assertThat(of(403, "RequestTimeTooSkewed", "", false)).hasMessageContaining("set the clock");
    }

    @Test
    void aBareRefusalOfATemporaryKeyMayBeItsTokens() {
        assertThat(of(400, "", "", true))
                .isInstanceOf(DeniedException.class)
                .hasMessageContaining("the session token may have expired");
        assertThat(of(400, "", "", false)).isInstanceOf(InvalidException.class);
    }

    @Test
    void aBucketThatIsNotThereIsNamed() {
        assertThat(of(404, "NoSuchBucket", "", false)).hasMessage("LIST: no such bucket: cos://photos-1250000000");
        assertThat(new CosErrors("cos://photos").of("LIST", new XmlFault(404, Map.of("Code", "NoSuchBucket")), false))
                .hasMessageContaining("as in photos-1250000000");
    }

    private StoreException of(int status, String code, String message, boolean temporary) {
        return errors.of(
                "LIST", new XmlFault(status, Map.of("Code", code, "Message", message, "RequestId", "R1")), temporary);
    }
}

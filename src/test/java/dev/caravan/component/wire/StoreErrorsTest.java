package dev.caravan.component.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.store.TransientException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class StoreErrorsTest {

    @Test
    void aServerWithoutTlsIsNamed() {
        assertThat(StoreErrors.io("LIST s3://b", new SSLException("Unsupported or unrecognized SSL message")))
                .isInstanceOf(TransientException.class)
                .hasMessage(
                        "LIST s3://b: TLS failed: the other side answers without TLS; is its address one with http://?");
    }
}

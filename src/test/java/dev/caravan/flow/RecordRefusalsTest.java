package dev.caravan.flow;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.local.LogLines;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class RecordRefusalsTest {

    private final AtomicLong clock = new AtomicLong();
    private final RecordRefusals refusals = new RecordRefusals(clock::get);
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Exchange first = new DefaultExchange(context);
    private final Exchange second = new DefaultExchange(context);
    private final LogLines log = new LogLines();

    @AfterEach
    void end() throws IOException {
        log.close();
        context.close();
    }

    private static Throwable refusal(String code) {
        return DynamoDbException.builder()
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("said why")
                        .build())
                .build();
    }

    @Test
    void whatCanNotPassIsReportedAtOnceThenOnceAMinuteAndHoldsTheQueue() {
        Throwable denied = refusal("AccessDeniedException");
        refusals.refused(first, denied);
        refusals.refused(first, denied);
        refusals.refused(second, denied);
        assertThat(log.all())
                .singleElement()
                .asString()
                .startsWith("records can't be written since ")
                .endsWith(", 1 object waits, no more messages are received: AccessDeniedException: said why");
        clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
        refusals.refused(second, new IllegalStateException("aws2-ddb", denied));
        assertThat(log.all()).hasSize(2);
        assertThat(log.all().get(1)).contains("2 objects wait");
        assertThat(refusals.whyHeld()).contains("AccessDeniedException");
        assertThatThrownBy(refusals::check).hasMessageContaining("AccessDeniedException: said why");

        refusals.written(first);
        assertThat(refusals.whyHeld()).isEmpty();
        assertThatCode(refusals::check).doesNotThrowAnyException();
        assertThat(log.all()).hasSize(2);
        refusals.written(second);
        assertThat(log.all()).hasSize(3);
        assertThat(log.all().get(2)).contains("records are written again");
    }

    @Test
    void aWorkerThatHasEndedLogsNoRefusal() {
        refusals.end();
        refusals.refused(first, refusal("AccessDeniedException"));
        assertThat(log.all()).isEmpty();
    }

    @Test
    void aTableThatThrottlesIsReportedAndHoldsNothing() {
        refusals.refused(first, refusal("ProvisionedThroughputExceededException"));
        assertThat(log.all()).singleElement().asString().contains("1 object waits: Provisioned");
        assertThat(refusals.whyHeld()).isEmpty();
        assertThatCode(refusals::check).as("a short time").doesNotThrowAnyException();
        refusals.written(first);
        assertThat(log.all()).hasSize(2).last().isEqualTo("records are written again");
    }

    @Test
    void onceNoObjectWaitsAnyMoreAMessageShowsWhetherItHasPassed() {
        refusals.refused(first, refusal("ResourceNotFoundException"));
        refusals.givenUp(first);
        assertThat(refusals.whyHeld()).isEmpty();
        assertThatThrownBy(refusals::check).hasMessageContaining("0 objects wait");
    }
}

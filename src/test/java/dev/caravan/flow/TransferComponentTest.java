package dev.caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.store.SendAgainException;
import dev.caravan.store.TransientException;
import dev.caravan.transfer.StoppedException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The component {@code transfer}, and the repeated requests of its protocols. */
class TransferComponentTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AtomicInteger again = new AtomicInteger();

    @BeforeEach
    void start() {
        context.disableJMX();
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "caravan.redeliveries", "2",
                "caravan.form.redeliveries", "4",
                "caravan.redelivery.delay", "1",
                "caravan.redelivery.longest", "2"));
        context.getPropertiesComponent().setInitialProperties(properties);
        context.getRegistry().bind("attemptFailed", (Processor) exchange -> {});
        context.getRegistry().bind("triedAgain", (Processor) exchange -> again.incrementAndGet());
        context.getRegistry()
                .bind("kept", (Processor) exchange -> exchange.getMessage().setBody("kept"));
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void anOperationRunsTheStepOfItsName() {
        Object answer = context.createProducerTemplate().requestBody("transfer:kept", "");
        assertThat(answer).isEqualTo("kept");
    }

    @Test
    void anUnknownOperationNamesThoseThatAreNear() {
        assertThatThrownBy(() -> context.getEndpoint("transfer:beginUplaod"))
                .hasRootCauseMessage(
                        "transfer has no operation beginUplaod; near ones: begin, beginAttempt, beginUpload,"
                                + " beginPart, beginSplit");
    }

    @Test
    void anOperationThatTheCommandDoesNotHaveIsRefusedAtTheStart() {
        assertThatThrownBy(() -> context.getEndpoint("transfer:toExecution").createProducer())
                .hasMessage("this command has no step transfer:toExecution");
    }

    @Test
    void aRequestIsRepeatedAsOftenAsTheSettingsSay() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        Exchange exchange = new DefaultExchange(context);
        assertThatThrownBy(() -> new Again(exchange).run(() -> {
                    requests.incrementAndGet();
                    throw new TransientException("503", 503, "", null);
                }))
                .isInstanceOf(TransientException.class);
        assertThat(requests).hasValue(3);
        assertThat(again).hasValue(2);

        requests.set(0);
        assertThatThrownBy(() -> new Again(exchange).run(() -> {
                    requests.incrementAndGet();
                    throw new SendAgainException("another form", 400, "", null);
                }))
                .isInstanceOf(SendAgainException.class);
        assertThat(requests).as("other forms come on top").hasValue(5);
    }

    @Test
    void aRequestThatWaitsForItsNextTryEndsWithTheRun() {
        Exchange exchange = new DefaultExchange(context);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> new Again(exchange).run(() -> {
                    throw new TransientException("503", 503, "", null);
                }))
                .isInstanceOf(StoppedException.class);
        assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
    }
}

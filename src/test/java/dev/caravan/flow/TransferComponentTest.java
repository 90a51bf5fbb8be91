package dev.caravan.flow;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the component {@code transfer}. */
class TransferComponentTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.disableJMX();
        context.getRegistry()
                .bind("mended", (Processor) exchange -> exchange.getMessage().setBody("kept"));
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void anOperationRunsTheStepOfItsName() {
        Object answer = context.createProducerTemplate().requestBody("transfer:mended", "");
        assertThat(answer).isEqualTo("kept");
    }

    @Test
    void anUnknownOperationNamesThoseThatAreNear() {
        assertThatThrownBy(() -> context.getEndpoint("transfer:beginUplaod"))
                .hasRootCauseMessage(
                        "transfer has no operation beginUplaod; near ones: begin, beginUpload, beginPart, beginStep");
    }

    @Test
    void anOperationThatTheCommandDoesNotHaveIsRefusedAtTheStart() {
        assertThatThrownBy(() -> context.getEndpoint("transfer:toExecution").createProducer())
                .hasMessage("this command has no step transfer:toExecution");
    }
}

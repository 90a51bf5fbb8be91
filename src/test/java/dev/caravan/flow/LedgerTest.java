package dev.caravan.flow;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.progress.Progress;
import dev.caravan.record.JobStatus;
import dev.caravan.record.StatusRecord;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultUnitOfWork;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final Progress progress = new Progress();
    private final Ledger ledger = new Ledger(progress);

    @Test
    void messageThatEndsWellIsSettledOnly() throws Exception {
        settle(null);
        ledger.awaitSettled(() -> false);
        assertThat(progress.now().failed()).isZero();
    }

    @Test
    void messageThatNoRouteCouldDealWithCountsAsFailed() throws Exception {
        settle(new IllegalStateException("escaped"));
        ledger.awaitSettled(() -> false);
        assertThat(progress.now().failed()).isEqualTo(1);
    }

    @Test
    void queueThatTakesTheRecordDoesNotSettleTheMessage() throws Exception {
        Instant now = Instant.now();
        StatusRecord record = new StatusRecord("a", JobStatus.STARTED, 7, "etag", "", "", now, now, 1, "", "", 0, 0, 0);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            exchange.getExchangeExtension().setUnitOfWork(new DefaultUnitOfWork(exchange));
            ledger.byName().get("settleWhenDone").process(exchange);
            TableWrite.of(record, exchange);
            Exchange queued = new DefaultExchange(context);
            exchange.getExchangeExtension().handoverCompletions(queued);
            assertThat(queued.getExchangeExtension().handoverCompletions()).isNullOrEmpty();

            TableWrite.end(exchange.getMessage());
            exchange.getExchangeExtension().handoverCompletions(queued);
            assertThat(queued.getExchangeExtension().handoverCompletions()).hasSize(1);
        }
    }

    private void settle(Exception failure) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            ledger.byName().get("entered").process(exchange);
            ledger.byName().get("settleWhenDone").process(exchange);
            exchange.setException(failure);
            UnitOfWorkHelper.doneSynchronizations(
                    exchange, exchange.getExchangeExtension().handoverCompletions());
        }
    }
}

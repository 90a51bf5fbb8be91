package dev.caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.progress.Progress;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
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

package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.command.run.ExitCode;
import dev.caravan.job.Egress;
import dev.caravan.local.LocalProxy;
import dev.caravan.local.LocalQueue;
import dev.caravan.local.LocalTable;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** Tests the command {@code finder} with a proxy. */
@Isolated("the proxy is the whole JVM's")
class FinderProxyIT {

    @RegisterExtension
    private final TwoStores stores = new TwoStores();

    @RegisterExtension
    private final LocalFleet fleet = new LocalFleet();

    @Test
    void queueAndTableAreReachedThroughAProxyToo() {
        stores.from.put("a", "1");
        try (LocalProxy proxy = LocalProxy.start()) {
            proxy.host("sqs.caravan.test", fleet.queue.endpoint().getPort());
            proxy.host("dynamodb.caravan.test", fleet.table.endpoint().getPort());
            fleet.reachQueueAt(URI.create("http://sqs.caravan.test"));
            fleet.reachTableAt(URI.create("http://dynamodb.caravan.test"));
            stores.environment.put("HTTP_PROXY", proxy.url());

            TwoStores.Result result = stores.find("--queue", LocalQueue.NAME, "--table", LocalTable.NAME);

            assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
            assertThat(fleet.takeAll()).hasSize(1);
            assertThat(proxy.lines())
                    .anyMatch(line -> line.startsWith("POST http://sqs.caravan.test/"))
                    .anyMatch(line -> line.startsWith("POST http://dynamodb.caravan.test/"));
        } finally {
            Egress.ofProcess(Egress.of(Map.of()));
        }
    }
}

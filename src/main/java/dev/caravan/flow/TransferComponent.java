package dev.caravan.flow;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The protocols of a transfer as route steps. */
@Component("transfer")
public class TransferComponent extends DefaultComponent {

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        RecordConverter.addTo(getCamelContext().getTypeConverterRegistry());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new TransferEndpoint(uri, this, operation(remaining));
    }

    private static TransferOperation operation(String name) {
        for (TransferOperation operation : TransferOperation.values()) {
            if (operation.name().equals(name)) {
                return operation;
            }
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        String start = wanted.substring(0, Math.min(3, wanted.length()));
        String near = Arrays.stream(TransferOperation.values())
                .map(Enum::name)
                .filter(known -> known.toLowerCase(Locale.ROOT).contains(start))
                .limit(5)
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                "transfer has no operation " + name + (near.isEmpty() ? "" : "; near ones: " + near));
    }
}

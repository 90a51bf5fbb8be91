package dev.caravan.local;

import dev.caravan.command.run.CamelParts;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/** Configures the Camel contexts of tests to look up Camel's parts as a run does. */
public final class RememberedFactories implements ContextServicePlugin {

    @Override
    public void load(CamelContext context) {
        CamelParts.findFor(context);
    }
}

package dev.caravan.local;

import dev.caravan.command.run.CamelParts;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/** Makes the Camel contexts of tests look for Camel's parts as those of runs do. */
public final class RememberedFactories implements ContextServicePlugin {

    @Override
    public void load(CamelContext context) {
        CamelParts.findFor(context);
    }
}

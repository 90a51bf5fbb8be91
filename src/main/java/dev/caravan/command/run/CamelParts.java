package dev.caravan.command.run;

import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.impl.engine.DefaultFactoryFinder;
import org.apache.camel.spi.FactoryFinder;

/**
 * Finds the descriptions of Camel's parts on the class path. A start asks for eighty, half of which don't exist. Camel
 * looks for each of these up to six times in all jars, through several class loaders that are the same one here.
 */
public final class CamelParts extends DefaultClassResolver {

    /** The class path of a process doesn't change. */
    private static final Set<String> MISSING = ConcurrentHashMap.newKeySet();

    private CamelParts(CamelContext context) {
        super(context);
    }

    /** Makes a context, which hasn't looked for any part yet, look this way. */
    public static void findFor(CamelContext context) {
        CamelParts parts = new CamelParts(context);
        context.setClassResolver(parts);
        context.getCamelContextExtension()
                .setBootstrapFactoryFinder(new DefaultFactoryFinder(parts, FactoryFinder.DEFAULT_PATH));
    }

    @Override
    public InputStream loadResourceAsStream(String uri) {
        if (!uri.startsWith(FactoryFinder.DEFAULT_PATH)) {
            return super.loadResourceAsStream(uri);
        }
        if (MISSING.contains(uri)) {
            return null;
        }
        InputStream found = CamelParts.class.getClassLoader().getResourceAsStream(uri);
        if (found == null) {
            MISSING.add(uri);
        }
        return found;
    }
}

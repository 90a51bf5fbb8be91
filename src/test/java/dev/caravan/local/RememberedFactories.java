package dev.caravan.local;

import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.impl.engine.DefaultFactoryFinder;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.FactoryFinder;

/**
 * Has all Camel contexts of a JVM share which descriptions of Camel's parts don't exist. Each context asks for forty of them, and Camel looks
 * for each one up to six times in all jars of the class path.
 */
public final class RememberedFactories implements ContextServicePlugin {

    private static final Set<String> ABSENT = ConcurrentHashMap.newKeySet();

    @Override
    public void load(CamelContext context) {
        Resolver resolver = new Resolver(context);
        context.setClassResolver(resolver);
        context.getCamelContextExtension()
                .setBootstrapFactoryFinder(new DefaultFactoryFinder(resolver, FactoryFinder.DEFAULT_PATH));
    }

    private static final class Resolver extends DefaultClassResolver {

        Resolver(CamelContext context) {
            super(context);
        }

        @Override
        public InputStream loadResourceAsStream(String uri) {
            if (!uri.startsWith("META-INF/services/org/apache/camel/")) {
                return super.loadResourceAsStream(uri);
            }
            if (ABSENT.contains(uri)) {
                return null;
            }
            InputStream found = super.loadResourceAsStream(uri);
            if (found == null) {
                ABSENT.add(uri);
            }
            return found;
        }
    }
}

package dev.caravan.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.impl.engine.DefaultFactoryFinder;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.FactoryFinder;

/**
 * Has all Camel contexts of a JVM share where Camel's parts are described. Each context asks for eighty descriptions, half of which don't
 * exist, and Camel looks for each of these up to six times in all jars of the class path.
 */
public final class RememberedFactories implements ContextServicePlugin {

    private static final Map<String, Optional<URL>> FOUND = new ConcurrentHashMap<>();

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
            if (!uri.startsWith(FactoryFinder.DEFAULT_PATH)) {
                return super.loadResourceAsStream(uri);
            }
            Optional<URL> found =
                    FOUND.computeIfAbsent(uri, name -> Optional.ofNullable(super.loadResourceAsURL(name)));
            try {
                return found.isEmpty() ? null : found.get().openStream();
            } catch (IOException e) {
                throw new UncheckedIOException(uri, e);
            }
        }
    }
}

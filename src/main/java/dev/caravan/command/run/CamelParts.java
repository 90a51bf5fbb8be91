package dev.caravan.command.run;

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
import org.apache.camel.spi.FactoryFinder;

/**
 * Finds what Camel reads from the class path: its own settings and the descriptions of its parts. A start asks for a
 * hundred files, half of which don't exist. Camel looks for each of these up to eight times in all jars, through several
 * class loaders that are the same one here.
 */
public final class CamelParts extends DefaultClassResolver {

    /** Bounds what is remembered, since a user's route may look for any name. */
    private static final int MOST_KNOWN = 1_000;

    /** The class path of a process doesn't change. */
    private static final Map<String, Optional<URL>> KNOWN = new ConcurrentHashMap<>();

    private CamelParts(CamelContext context) {
        super(context);
    }

    /** Makes a new context look this way. */
    public static void findFor(CamelContext context) {
        CamelParts parts = new CamelParts(context);
        context.setClassResolver(parts);
        context.getCamelContextExtension()
                .setBootstrapFactoryFinder(new DefaultFactoryFinder(parts, FactoryFinder.DEFAULT_PATH));
    }

    @Override
    public URL loadResourceAsURL(String uri) {
        if (uri.startsWith("/")) {
            return super.loadResourceAsURL(uri);
        }
        Optional<URL> found = KNOWN.get(uri);
        if (found == null) {
            found = Optional.ofNullable(CamelParts.class.getClassLoader().getResource(uri));
            if (KNOWN.size() < MOST_KNOWN) {
                KNOWN.put(uri, found);
            }
        }
        return found.orElse(null);
    }

    @Override
    public InputStream loadResourceAsStream(String uri) {
        URL found = loadResourceAsURL(uri);
        try {
            return found == null ? null : found.openStream();
        } catch (IOException e) {
            throw new UncheckedIOException(uri, e);
        }
    }
}

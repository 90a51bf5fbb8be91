package dev.caravan.local;

import dev.caravan.command.NativeCrypto;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URL;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Prepares a JVM for its tests. Installs the native digests of the distribution, because Java's own cost the tests much of their time, and
 * switches off jqwik's remark that a property has more edge cases than tries. Remembers where Camel's parts are described.
 */
public final class TestSession implements LauncherSessionListener {

    /** A field, because the JVM forgets the level of a logger that nobody holds. */
    private static final Logger JQWIK = Logger.getLogger("net.jqwik");

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        JQWIK.setLevel(Level.WARNING);
        NativeCrypto.install(new PrintWriter(Writer.nullWriter()));
        Thread thread = Thread.currentThread();
        thread.setContextClassLoader(new RememberingLoader(thread.getContextClassLoader()));
    }

    /**
     * A class loader that looks up each of Camel's descriptions of a part once. Each Camel context asks for a hundred of them, most of which
     * don't exist, and each search for one goes through all jars of the class path.
     */
    private static final class RememberingLoader extends ClassLoader {

        private final Map<String, Optional<URL>> found = new ConcurrentHashMap<>();

        RememberingLoader(ClassLoader parent) {
            super(parent);
        }

        @Override
        public URL getResource(String name) {
            if (!name.startsWith("META-INF/services/org/apache/camel/")) {
                return super.getResource(name);
            }
            return found.computeIfAbsent(name, absent -> Optional.ofNullable(super.getResource(absent)))
                    .orElse(null);
        }
    }
}

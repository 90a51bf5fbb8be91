package dev.caravan.local;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps test classes apart that run at the same time in one JVM. Each class has a scope. Threads inherit the scope of the thread that starts
 * them. System properties of the AWS SDK belong to a scope, and each test begins with those that its class has set. {@link LogLines} and
 * {@link #errors} see what threads of their own scope write. Tests of a state that the whole JVM has are {@code @Isolated}.
 */
public final class TestScope implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static final InheritableThreadLocal<TestScope> CURRENT = new InheritableThreadLocal<>();

    private final Map<Object, Object> properties = new ConcurrentHashMap<>();
    private Map<Object, Object> beforeTest = Map.of();

    /** Returns the scope of this thread, or null if it belongs to no test class: a thread of a server that classes share, for example. */
    public static TestScope current() {
        return CURRENT.get();
    }

    /** Gives each scope its own system properties with names that start with {@code aws.}. */
    static void separateProperties() {
        System.setProperties(new ScopedProperties(System.getProperties()));
    }

    /** Returns a stream that sends what threads of this scope print to {@code own}, and the rest to {@code others}. */
    public static PrintStream errors(PrintStream own, PrintStream others) {
        TestScope scope = CURRENT.get();
        return new PrintStream(own, true) {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                (CURRENT.get() == scope ? own : others).write(bytes, offset, length);
            }

            @Override
            public void write(int value) {
                (CURRENT.get() == scope ? own : others).write(value);
            }
        };
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (isOutermost(context)) {
            CURRENT.set(new TestScope());
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        TestScope scope = CURRENT.get();
        scope.beforeTest = new HashMap<>(scope.properties);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestScope scope = CURRENT.get();
        scope.properties.clear();
        scope.properties.putAll(scope.beforeTest);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (isOutermost(context)) {
            CURRENT.remove();
        }
    }

    private static boolean isOutermost(ExtensionContext context) {
        return context.getRequiredTestClass().getEnclosingClass() == null;
    }

    private static final class ScopedProperties extends Properties {

        private static final long serialVersionUID = 1;

        ScopedProperties(Properties all) {
            super(all.size());
            putAll(all);
        }

        private static Map<Object, Object> own(Object name) {
            TestScope scope = CURRENT.get();
            return scope != null && name instanceof String text && text.startsWith("aws.") ? scope.properties : null;
        }

        @Override
        public String getProperty(String name) {
            return get(name) instanceof String value ? value : null;
        }

        @Override
        public Object get(Object name) {
            Map<Object, Object> own = own(name);
            return own == null ? super.get(name) : own.get(name);
        }

        @Override
        public Object put(Object name, Object value) {
            Map<Object, Object> own = own(name);
            return own == null ? super.put(name, value) : own.put(name, value);
        }

        @Override
        public Object remove(Object name) {
            Map<Object, Object> own = own(name);
            return own == null ? super.remove(name) : own.remove(name);
        }
    }
}

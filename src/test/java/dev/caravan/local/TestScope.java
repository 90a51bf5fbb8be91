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
 * Separates test classes that run at the same time in one JVM. Each class has a scope. A thread inherits the scope of
 * the thread that starts it. A scope has its own system properties of the AWS SDK. Each test starts with those that its
 * class has set. {@link LogLines} and {@link #errors} see only the output of threads in their scope. Tests that change
 * the state of the whole JVM are {@code @Isolated}.
 */
public final class TestScope implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static final InheritableThreadLocal<TestScope> CURRENT = new InheritableThreadLocal<>();

    private final Map<Object, Object> properties = new ConcurrentHashMap<>();
    private Map<Object, Object> beforeTest = Map.of();

    /**
     * Returns the scope of this thread, or null if the thread belongs to no test class, as in a server that classes
     * share.
     */
    public static TestScope current() {
        return CURRENT.get();
    }

    /** Gives each scope its own system properties with names that start with {@code aws.}. */
    static void separateProperties() {
        System.setProperties(new ScopedProperties(System.getProperties()));
    }

    /**
     * Returns a stream that sends the output of threads in this scope to {@code own}, and the rest to {@code others}.
     */
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

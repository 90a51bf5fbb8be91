package dev.caravan.observe.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;

/**
 * Configures logging at the first line: to standard error, at the levels of properties or environment. Written in Java,
 * because reading XML takes a fifth of a short run.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogConfigurator extends ContextAwareBase implements Configurator {

    /** The level of Caravan's own lines. */
    public static final String LEVEL = "CARAVAN_LOG";

    /** The level of the libraries' lines. */
    public static final String LIBRARIES = "CARAVAN_LOG_LIBRARIES";

    /** Whether lines include stack traces. */
    public static final String TRACE = "CARAVAN_LOG_TRACE";

    @Override
    public ExecutionStatus configure(LoggerContext logs) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        LogLayout layout = new LogLayout(LogFormat.of(System.getenv()), Boolean.parseBoolean(setting(TRACE, "false")));
        layout.setContext(logs);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(logs);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(logs);
        stderr.setName("stderr");
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();
        logs.getLogger("dev.caravan").setLevel(Level.toLevel(setting(LEVEL, "INFO")));
        // Caravan logs these failures in its own words.
        logs.getLogger("org.apache.camel.impl.engine.AbstractCamelContext").setLevel(Level.OFF);
        logs.getLogger("org.apache.camel.processor.MulticastProcessor").setLevel(Level.ERROR);
        logs.getLogger("org.apache.camel.impl.engine.InternalServiceManager").setLevel(Level.ERROR);
        Logger root = logs.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(setting(LIBRARIES, "WARN")));
        root.addAppender(stderr);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static String setting(String name, String otherwise) {
        String value = System.getProperty(name, System.getenv(name));
        return value == null || value.isEmpty() ? otherwise : value;
    }
}

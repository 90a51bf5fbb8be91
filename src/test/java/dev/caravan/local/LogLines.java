package dev.caravan.local;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Collects what the threads of a test class log, until it is closed. */
public final class LogLines implements AutoCloseable {

    private final Logger root = root();
    private final TestScope scope = TestScope.current();
    private final ListAppender<ILoggingEvent> events;

    /** Collects lines of INFO and above. */
    public LogLines() {
        this(Level.INFO);
    }

    /** @param least the lowest level; the loggers must have it too */
    public LogLines(Level least) {
        events = new ListAppender<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (TestScope.current() == scope && event.getLevel().isGreaterOrEqual(least)) {
                    super.append(event);
                }
            }
        };
        events.start();
        root.addAppender(events);
    }

    /** Returns Logback's root logger. While another thread starts SLF4J, SLF4J gives loggers that only replace others. */
    private static Logger root() {
        org.slf4j.Logger root = LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        while (!(root instanceof Logger)) {
            Thread.onSpinWait();
            root = LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        }
        return (Logger) root;
    }

    public List<String> all() {
        return List.copyOf(events.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        root.detachAppender(events);
    }
}

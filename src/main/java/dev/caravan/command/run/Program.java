package dev.caravan.command.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The name and version of this program. */
public final class Program {

    public static final String NAME = "caravan";

    private Program() {}

    public static String version() {
        return properties("/dev/caravan/version.properties").getProperty("version");
    }

    static Properties properties(String name) {
        Properties properties = new Properties();
        try (InputStream stream = Program.class.getResourceAsStream(name)) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}

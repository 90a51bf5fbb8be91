package dev.caravan;

import dev.caravan.command.Commands;
import dev.caravan.command.NativeCrypto;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The command {@code caravan}: runs what the arguments say and answers the exit code. */
public final class Caravan {

    private Caravan() {}

    public static void main(String[] args) {
        PrintWriter out = writer(System.out);
        PrintWriter err = writer(System.err);
        NativeCrypto.install(err);
        int code = Commands.run(args, systemProperties(), System.getenv(), out, err);
        out.flush();
        err.flush();
        // Explicit, because threads of libraries may outlive the work.
        System.exit(code);
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static Map<String, String> systemProperties() {
        Properties properties = System.getProperties();
        Map<String, String> strings = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            strings.put(name, properties.getProperty(name));
        }
        return strings;
    }
}

package dev.caravan;

import dev.caravan.aws.AwsHttp;
import dev.caravan.command.ClassArchive;
import dev.caravan.command.Commands;
import dev.caravan.command.StandardOutput;
import dev.caravan.job.NativeCrypto;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The command {@code caravan}: runs the arguments and returns the exit code. */
public final class Caravan {

    private Caravan() {}

    public static void main(String[] args) {
        // Not System.out, which hides a full disk.
        PrintWriter out = StandardOutput.to(new FileOutputStream(FileDescriptor.out));
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Thread.setDefaultUncaughtExceptionHandler(
                new DeadThreads(err, code -> Runtime.getRuntime().halt(code)));
        findHome();
        NativeCrypto.loadWhenNeeded();
        AwsHttp.useForAllClients();
        Map<String, String> properties = systemProperties();
        int code = Commands.run(args, properties, System.getenv(), out, err);
        err.flush();
        ClassArchive.renew(code, properties);
        // Explicit, because threads of libraries may outlive the work.
        System.exit(code);
    }

    /** Finds the installation's folder where the program runs as {@code java -jar caravan.jar}. The launcher names it. */
    private static void findHome() {
        String jar = System.getProperty("java.class.path");
        if (System.getProperty("caravan.home") == null
                && jar.endsWith("caravan.jar")
                && !jar.contains(File.pathSeparator)) {
            System.setProperty(
                    "caravan.home", Path.of(jar).toAbsolutePath().getParent().toString());
        }
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

package dev.caravan.command.run;

import dev.caravan.job.NativeCrypto;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The user's jars in lib/ext. They come last on the class path, so a class in lib has precedence. */
final class AddedJars {

    private static final Logger LOG = LoggerFactory.getLogger(AddedJars.class);
    private static final Path FOLDER = Path.of("lib", "ext");

    private AddedJars() {}

    static void warn() throws IOException {
        shadowed(System.getProperty("java.class.path")).forEach(LOG::warn);
    }

    /** Returns a line for each added jar that the same library precedes. Reads no files without added jars. */
    static List<String> shadowed(String classPath) throws IOException {
        List<Path> added = Stream.of(classPath.split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(jar -> jar.getParent() != null && jar.getParent().endsWith(FOLDER))
                .toList();
        if (added.isEmpty()) {
            return List.of();
        }
        // Theirs may be connections that nothing here knows of.
        NativeCrypto.install();
        Map<String, String> first = new HashMap<>();
        Path lib = added.get(0).getParent().getParent();
        try (Stream<Path> files = Files.list(lib)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .forEach(name -> first.put(library(name), "lib/" + name));
        }
        List<String> lines = new ArrayList<>();
        for (Path jar : added) {
            String name = jar.getFileName().toString();
            String earlier = first.putIfAbsent(library(name), "lib/ext/" + name);
            if (earlier != null) {
                lines.add("lib/ext/" + name + " has no effect: " + earlier
                        + " has the same classes and comes first; remove it");
            }
        }
        return lines;
    }

    /** Returns the name of a jar up to its version: {@code gson} for {@code gson-2.13.2.jar}. */
    private static String library(String jar) {
        return jar.replaceFirst("-[0-9].*|\\.jar$", "");
    }
}

package dev.caravan.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/** The files that a job's routes are read from: those of a folder, or the ones that are built in. */
final class RouteFiles {

    private static final String ENDING = ".camel.yaml";
    private static final List<String> BUILT_IN = List.of(
            "finder", "memory-queue", "sqs-queue", "worker", "copy", "second-look", "multipart", "status", "table");

    private RouteFiles() {}

    /**
     * The files' contents.
     *
     * @param folder null for the built-in ones
     */
    static List<Resource> of(Path folder) throws IOException, CannotStartException {
        return folder == null ? builtIn() : in(folder);
    }

    /** What people call the folder. */
    static String name(Path folder) {
        return folder == null ? "the built-in ones" : folder.toString();
    }

    private static List<Resource> builtIn() throws IOException {
        List<Resource> resources = new ArrayList<>();
        for (String name : BUILT_IN) {
            String path = "/routes/" + name + ENDING;
            try (InputStream stream = RouteFiles.class.getResourceAsStream(path)) {
                resources.add(ResourceHelper.fromBytes("classpath:" + path.substring(1), stream.readAllBytes()));
            }
        }
        return resources;
    }

    private static List<Resource> in(Path folder) throws IOException, CannotStartException {
        List<Resource> resources = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(ENDING)) {
                    resources.add(ResourceHelper.fromBytes("file:" + file, Files.readAllBytes(file)));
                }
            }
        }
        if (resources.isEmpty()) {
            throw new CannotStartException("--routes: there is no *" + ENDING + " file in " + folder, null);
        }
        return resources;
    }
}

package dev.caravan.command.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/** The files that a job's routes are read from: those of a folder, or the ones that are built in. A mode uses some of them. */
final class RouteFiles {

    private static final String ENDING = ".camel.yaml";
    private static final Set<String> BUILT_IN = Set.of(
            "errors",
            "finder",
            "memory-queue",
            "sqs-sender",
            "schedule",
            "sqs-queue",
            "worker",
            "copy",
            "second-look",
            "multipart",
            "giant",
            "giant-steps",
            "status",
            "table");

    private RouteFiles() {}

    /**
     * The files' contents.
     *
     * @param names of the built-in files that the mode uses, without ending; in a folder the others of this kind are left out, and
     *     files of other names are read too
     * @param folder null for the built-in ones
     */
    static List<Resource> of(List<String> names, Path folder) throws IOException, CannotStartException {
        return folder == null ? builtIn(names) : in(folder, names);
    }

    /** What people call the folder. */
    static String name(Path folder) {
        return folder == null ? "the built-in ones" : folder.toString();
    }

    private static List<Resource> builtIn(List<String> names) throws IOException {
        List<Resource> resources = new ArrayList<>();
        for (String name : names) {
            String path = "/routes/" + name + ENDING;
            try (InputStream stream = RouteFiles.class.getResourceAsStream(path)) {
                resources.add(ResourceHelper.fromBytes("classpath:" + path.substring(1), stream.readAllBytes()));
            }
        }
        return resources;
    }

    private static List<Resource> in(Path folder, List<String> names) throws IOException, CannotStartException {
        List<Resource> resources = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (isUsed(file.getFileName().toString(), names)) {
                    resources.add(ResourceHelper.fromBytes("file:" + file, Files.readAllBytes(file)));
                }
            }
        }
        if (resources.isEmpty()) {
            throw CannotStartException.configuration("--routes: there is no *" + ENDING + " file in " + folder, null);
        }
        return resources;
    }

    private static boolean isUsed(String file, List<String> names) {
        if (!file.endsWith(ENDING)) {
            return false;
        }
        String name = file.substring(0, file.length() - ENDING.length());
        return names.contains(name) || !BUILT_IN.contains(name);
    }
}

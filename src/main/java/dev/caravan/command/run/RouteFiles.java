package dev.caravan.command.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a job's routes: those of a folder, and the built-in ones of the mode that the folder lacks. */
final class RouteFiles {

    static final String FOLDER = "routes";

    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);
    private static final String ENDING = ".camel.yaml";

    private RouteFiles() {}

    /**
     * Reads the files.
     *
     * @param names built-in files of the mode, without extension; a folder's file replaces the built-in one of its
     *     name, other built-in names in the folder are ignored, and its additional files are read too
     * @param folder null for the built-in ones
     * @param installation provides the files that the folder lacks; null for none
     */
    static List<Resource> of(List<String> names, Path folder, Path installation)
            throws IOException, CannotStartException {
        List<Resource> resources = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>(names);
        if (folder != null) {
            resources.addAll(in(folder, missing));
        }
        for (String name : missing) {
            resources.add(shipped(name, installation));
        }
        return resources;
    }

    static String name(Path folder) {
        return folder == null ? "the built-in ones" : folder.toString();
    }

    private static String builtIn(String name) {
        return "/routes/" + name + ENDING;
    }

    private static Resource shipped(String name, Path installation) throws IOException {
        Path installed =
                installation == null ? null : installation.resolve(FOLDER).resolve(name + ENDING);
        if (installed != null && Files.exists(installed)) {
            return read(installed);
        }
        try (InputStream stream = RouteFiles.class.getResourceAsStream(builtIn(name))) {
            return ResourceHelper.fromBytes("classpath:" + builtIn(name).substring(1), stream.readAllBytes());
        }
    }

    private static Resource read(Path file) throws IOException {
        return ResourceHelper.fromBytes("file:" + file, Files.readAllBytes(file));
    }

    /** Reads a folder's files and removes their names from the missing ones. */
    private static List<Resource> in(Path folder, Set<String> missing) throws IOException, CannotStartException {
        List<Resource> resources = new ArrayList<>();
        boolean any = false;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String fileName = file.getFileName().toString();
                if (fileName.endsWith(ENDING)) {
                    any = true;
                    String name = fileName.substring(0, fileName.length() - ENDING.length());
                    if (missing.remove(name) || RouteFiles.class.getResource(builtIn(name)) == null) {
                        resources.add(read(file));
                    }
                }
                warnOfUnread(file);
            }
        }
        if (!any) {
            throw CannotStartException.configuration("--routes: there is no *" + ENDING + " file in " + folder);
        }
        return resources;
    }

    /** Warns of a subfolder with route files. Hidden ones are fine: Kubernetes keeps the files of a mount in one. */
    private static void warnOfUnread(Path folder) {
        String[] unread = folder.toFile().list((parent, file) -> file.endsWith(ENDING));
        if (unread != null
                && unread.length > 0
                && !folder.getFileName().toString().startsWith(".")) {
            LOG.warn("--routes: the *{} files in the subfolder {} are not read; move them up", ENDING, folder);
        }
    }
}

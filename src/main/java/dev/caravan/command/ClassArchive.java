package dev.caravan.command;

import dev.caravan.command.run.ExitCode;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Java's archive of loaded classes, named by the launcher, which speeds up the next start. */
public final class ClassArchive {

    private ClassArchive() {}

    /** Removes an archive that Java rejected, or starts creating one after a run that is done, without waiting. */
    public static void renew(int code, Map<String, String> properties) {
        String archive = properties.get("caravan.archive");
        String list = properties.get("caravan.archive.list");
        if (list != null) {
            if (code != ExitCode.DONE || !isBeingMade(list, archive, properties)) {
                remove(list);
            }
        } else if (archive != null && !properties.get("java.vm.info").contains("sharing")) {
            remove(archive);
        }
    }

    private static boolean isBeingMade(String list, String archive, Map<String, String> properties) {
        try {
            return new ProcessBuilder(
                            properties.get("caravan.home") + "/bin/archive-classes",
                            properties.get("java.home") + "/bin/java",
                            properties.get("java.class.path"),
                            list,
                            archive)
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start()
                    .isAlive();
        } catch (IOException e) {
            // The next run starts as this one did.
            return false;
        }
    }

    private static void remove(String file) {
        try {
            Files.deleteIfExists(Path.of(file));
        } catch (IOException e) {
            // It does no harm.
        }
    }
}

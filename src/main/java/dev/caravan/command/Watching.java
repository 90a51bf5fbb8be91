package dev.caravan.command;

import java.util.Map;

/** Whether a run is to be watched while it lasts. Where nobody asks for that, nothing of it exists. */
final class Watching {

    /** A system property. */
    private static final String WANTED = "caravan.watch";

    private Watching() {}

    static boolean isWanted(Map<String, String> systemProperties) {
        return Boolean.parseBoolean(systemProperties.getOrDefault(WANTED, ""));
    }
}

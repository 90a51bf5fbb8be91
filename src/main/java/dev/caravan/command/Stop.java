package dev.caravan.command;

/**
 * Ctrl-C and SIGTERM: nothing more is found, what waits is dropped, what moves is given a few seconds. Nothing is lost by
 * it: the next run compares again. The exit code, 130 or 143, is the Java machine's own.
 */
final class Stop {

    private final Thread hook;

    Stop(FinderSteps finder, Routes routes) {
        hook = new Thread(
                () -> {
                    finder.cancel();
                    routes.close();
                },
                "caravan-stop");
    }

    void watch() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The machine is going down already, and the hook is what ends this run.
            Thread.currentThread().interrupt();
        }
    }
}

package dev.caravan.command;

/** Whether people watch: the launcher knows, because Java can't tell for standard error alone. */
final class Terminal {

    private Terminal() {}

    static boolean isOne() {
        return Boolean.getBoolean("caravan.terminal");
    }
}

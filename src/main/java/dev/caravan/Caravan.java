package dev.caravan;

/** The command {@code caravan}. */
public final class Caravan {

    private Caravan() {}

    public static void main(String[] args) {
        System.exit(64);
    }
}

package dev.caravan.observe.meters;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * A look at something that the run depends on. It may take long, and may fail.
 *
 * @param names of what it finds out
 * @param look answers a finding for each of the names; what it throws counts as one against all of them
 */
public record Probe(List<String> names, Callable<List<Finding>> look) {

    /** A look at one thing, which is well where it returns. */
    public static Probe of(String name, Look look) {
        return new Probe(List.of(name), () -> {
            look.look();
            return List.of(Finding.up(name));
        });
    }

    /** Throws where something is wrong. */
    public interface Look {
        void look() throws Exception;
    }

    /** How something is. */
    public enum State {
        UP,

        /** It may be well or not: nothing is to be done because of it alone. */
        WARN,

        DOWN
    }

    /**
     * What was found out.
     *
     * @param detail why it isn't well, in one line without secrets; empty where it is
     */
    public record Finding(String name, State state, String detail) {

        public static Finding up(String name) {
            return new Finding(name, State.UP, "");
        }

        public static Finding warn(String name, String detail) {
            return new Finding(name, State.WARN, detail);
        }

        public static Finding down(String name, String detail) {
            return new Finding(name, State.DOWN, detail);
        }
    }
}

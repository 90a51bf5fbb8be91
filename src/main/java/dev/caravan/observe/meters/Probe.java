package dev.caravan.observe.meters;

import dev.caravan.store.DeniedException;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.StoreException;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A check of something that the run depends on. It may be slow and may fail.
 *
 * @param names of its findings
 * @param look returns a finding for each name; an exception counts for all
 */
public record Probe(List<String> names, Callable<List<Finding>> look) {

    /** Creates a check of one thing, healthy unless it throws. */
    public static Probe of(String name, Look look) {
        return new Probe(List.of(name), () -> {
            look.look();
            return List.of(Finding.up(name));
        });
    }

    /** Creates the check of a side's bucket and credentials; {@code side} is {@code source} or {@code destination}. */
    public static Probe of(String side, ObjectStore store) {
        String bucket = side + "-bucket";
        String credentials = side + "-credentials";
        return new Probe(List.of(bucket, credentials), () -> {
            try {
                store.check();
                return List.of(Finding.up(bucket), Finding.up(credentials));
            } catch (DeniedException e) {
                return List.of(
                        Finding.down(bucket, e.getMessage()),
                        e.ofCaller() ? Finding.down(credentials, e.getMessage()) : Finding.up(credentials));
            } catch (StoreException e) {
                return List.of(
                        Finding.down(bucket, e.getMessage()),
                        Finding.warn(credentials, "not known while the bucket can't be listed"));
            }
        });
    }

    public interface Look {
        void look() throws Exception;
    }

    public enum State {
        UP,

        /** May be healthy or not; needs no action alone. */
        WARN,

        DOWN
    }

    /** The result of a check; {@code detail} is the problem in one line without secrets, empty if healthy. */
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

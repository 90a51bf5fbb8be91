package dev.caravan.observe.meters;

import dev.caravan.observe.meters.Probe.Finding;
import dev.caravan.store.DeniedException;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.StoreException;
import java.util.List;

/** Checks whether a bucket can be listed and its store accepts the credentials. */
public final class StoreProbe {

    private StoreProbe() {}

    /** Returns the check of {@code source} or {@code destination}. */
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
}

package dev.caravan.finder;

import dev.caravan.job.Printable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns once a run about a store that repeats a key at the start of the next page. */
final class RepeatedKeys {

    private static final Logger LOG = LoggerFactory.getLogger(RepeatedKeys.class);

    private final AtomicBoolean warned = new AtomicBoolean();

    void passedOver(String store, String key) {
        if (warned.compareAndSet(false, true)) {
            LOG.warn(
                    "{} lists the key {} again where a page begins. Keys that are repeated so are passed over without further"
                            + " warnings",
                    store,
                    Printable.quoted(key));
        }
    }
}

package dev.caravan.finder;

import dev.caravan.job.Printable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns once in a run of a store that lists a key twice: at the end of a page and at the beginning of the next one. */
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

package dev.caravan.store;

import dev.caravan.job.Credentials;

/** Provides credentials that may change during a job. Thread-safe. */
public interface CredentialsSource {

    /**
     * Returns the current credentials. Called for every request, so it must be fast.
     *
     * @throws StoreException if the last credentials have expired without new ones
     */
    Credentials current();

    /**
     * Renews credentials that the store refused, if they are still current and weren't renewed a moment ago; may take
     * seconds. Concurrent calls refresh only once. Does nothing by default.
     *
     * @param refused credentials of the refused request
     * @return whether {@link #current()} now differs, so that the request can be repeated
     */
    default boolean renewed(Credentials refused) {
        return false;
    }

    static CredentialsSource fixed(Credentials credentials) {
        return () -> credentials;
    }
}

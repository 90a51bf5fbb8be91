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
     * seconds. Concurrent calls refresh only once.
     *
     * @param refused credentials of the refused request
     * @return whether {@link #current()} now differs, so that the request can be repeated
     */
    boolean renewed(Credentials refused);

    static CredentialsSource fixed(Credentials credentials) {
        record Fixed(Credentials current) implements CredentialsSource {
            @Override
            public boolean renewed(Credentials refused) {
                return false;
            }
        }
        return new Fixed(credentials);
    }
}

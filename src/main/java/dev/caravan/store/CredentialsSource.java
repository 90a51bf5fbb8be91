package dev.caravan.store;

import dev.caravan.job.Credentials;

/** Where the credentials of a side come from that may change while a job runs. Safe for many threads. */
public interface CredentialsSource {

    /**
     * Returns the credentials as they are known now. It is quick, because it is asked with every request.
     *
     * @throws StoreException where the last credentials have expired and there are no new ones
     */
    Credentials current();

    /**
     * Says that the store refused credentials. They are looked up again if they are still the current ones, and if that wasn't
     * done a moment ago; it may take some seconds. Of many threads that say the same at once, one looks.
     *
     * @param refused what the refused request was signed with
     * @return whether {@link #current()} gives others now, so that the request is worth another try
     */
    boolean renewed(Credentials refused);

    /** Credentials that never change. */
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

package dev.caravan.component.wire;

import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.job.Credentials;
import dev.caravan.store.AdaptivePace;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.DeniedException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ThrottledException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes the requests to one read-only store, at the pace it allows. Each has one attempt, and a second one if the store
 * refused credentials that have changed meanwhile. Thread-safe.
 */
public final class Attempts {

    private final CredentialsSource credentials;
    private final AdaptivePace pace;

    private Attempts(CredentialsSource credentials, int requestRate) {
        this.credentials = credentials;
        this.pace = new AdaptivePace(requestRate);
    }

    /**
     * Uses the configured credentials.
     *
     * @param store its name, for example {@code oss://bucket}
     * @throws InvalidException if none are configured: these providers have no default chain
     */
    public static Attempts of(String store, ObjectStoreConfiguration configuration) {
        if (configuration.isAnonymous()) {
            return new Attempts(null, configuration.getRequestRate());
        }
        CredentialsSource source = configuration.credentials();
        if (source == null) {
            throw new InvalidException(
                    store + ": no credentials: give an access key, or ask for anonymous access to a public bucket",
                    "NoCredentials");
        }
        return new Attempts(source, configuration.getRequestRate());
    }

    public AdaptivePace pace() {
        return pace;
    }

    public boolean anonymous() {
        return credentials == null;
    }

    /**
     * Makes a request.
     *
     * @param what describes the request; evaluated for messages only
     * @param call makes one attempt with these credentials; null for unsigned requests
     */
    public <T> T make(Supplier<String> what, Function<Credentials, T> call) {
        if (credentials == null) {
            return paced(what, call, null);
        }
        Credentials used = credentials.current();
        try {
            return paced(what, call, used);
        } catch (DeniedException e) {
            if (e.code().equals(StoreErrors.SKEWED) || !credentials.renewed(used)) {
                throw e;
            }
            return paced(what, call, credentials.current());
        }
    }

    private <T> T paced(Supplier<String> what, Function<Credentials, T> call, Credentials used) {
        if (used != null) {
            StoreErrors.requireSendable(what, used);
        }
        long ticket;
        try {
            ticket = pace.enter();
        } catch (InterruptedException e) {
            throw StoreErrors.interrupted(what.get(), e);
        }
        try {
            T answer = call.apply(used);
            pace.succeeded();
            return answer;
        } catch (ThrottledException e) {
            pace.throttled(ticket, 0);
            throw e;
        }
    }
}

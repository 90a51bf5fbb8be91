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
 * Makes the requests to one store that is only read: at the pace that it allows, one attempt each, or a second one where it refused
 * credentials that have been changed meanwhile. Safe for many threads.
 */
public final class Attempts {

    private final CredentialsSource credentials;
    private final AdaptivePace pace;

    private Attempts(CredentialsSource credentials, int requestRate) {
        this.credentials = credentials;
        this.pace = new AdaptivePace(requestRate);
    }

    /**
     * As whom the configuration says.
     *
     * @param store its name, for example {@code oss://bucket}
     * @throws InvalidException where it says nothing: these providers have no chain of defaults
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

    /** The gap in nanoseconds that the store's throttling enforces between two requests; 0 while it doesn't throttle. */
    public long backOffNanos() {
        return pace.gap();
    }

    /** Returns how many requests the store has refused so far because there were too many. */
    public long refusals() {
        return pace.refusals();
    }

    /** Returns how many requests were sent to the store so far. */
    public long requests() {
        return pace.requests();
    }

    /** Whether requests aren't signed. */
    public boolean anonymous() {
        return credentials == null;
    }

    /**
     * Makes a request.
     *
     * @param what is tried; asked for only where there is something to tell about it
     * @param call makes one attempt with the credentials to sign with; null where requests aren't signed
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

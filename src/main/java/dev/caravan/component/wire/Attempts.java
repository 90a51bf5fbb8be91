package dev.caravan.component.wire;

import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.job.Credentials;
import dev.caravan.store.AdaptivePace;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.DeniedException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ThrottledException;
import java.util.function.Supplier;

/**
 * Makes the requests to one store that is only read: at the pace that it allows, one attempt each, or a second one where it refused
 * credentials that have been changed meanwhile. Safe for many threads.
 */
public final class Attempts {

    private final CredentialsSource credentials;
    private final AdaptivePace pace = new AdaptivePace();

    /**
     * One attempt.
     *
     * @param <T> what it answers
     */
    public interface Call<T> {

        /**
         * Makes it; throws a {@link dev.caravan.store.StoreException} where it fails.
         *
         * @param credentials to sign with; null where requests aren't signed
         */
        T with(Credentials credentials);
    }

    private Attempts(CredentialsSource credentials) {
        this.credentials = credentials;
    }

    /**
     * As whom the configuration says.
     *
     * @param store its name, for example {@code oss://bucket}
     * @throws InvalidException where it says nothing: these providers have no chain of defaults
     */
    public static Attempts of(String store, ObjectStoreConfiguration configuration) {
        if (configuration.isAnonymous()) {
            return new Attempts(null);
        }
        if (configuration.getCredentialsSource() != null) {
            return new Attempts(configuration.getCredentialsSource());
        }
        if (configuration.getAccessKeyId().isEmpty()) {
            throw new InvalidException(
                    store + ": no credentials: give an access key, or ask for anonymous access to a public bucket",
                    "NoCredentials");
        }
        return new Attempts(CredentialsSource.fixed(new Credentials(
                configuration.getAccessKeyId(), configuration.getSecretAccessKey(), configuration.getSessionToken())));
    }

    /** The gap in nanoseconds that the store's throttling enforces between two requests; 0 while it doesn't throttle. */
    public long backOffNanos() {
        return pace.gap();
    }

    /** Whether requests aren't signed. */
    public boolean anonymous() {
        return credentials == null;
    }

    /** Makes a request; {@code what} is asked for only where there is something to tell about it. */
    public <T> T make(Supplier<String> what, Call<T> call) {
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

    private <T> T paced(Supplier<String> what, Call<T> call, Credentials used) {
        long ticket;
        try {
            ticket = pace.enter();
        } catch (InterruptedException e) {
            throw StoreErrors.interrupted(what.get(), e);
        }
        try {
            T answer = call.with(used);
            pace.succeeded();
            return answer;
        } catch (ThrottledException e) {
            pace.throttled(ticket, 0);
            throw e;
        }
    }
}

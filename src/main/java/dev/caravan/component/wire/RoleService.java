package dev.caravan.component.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.component.wire.KeyService.Reply;
import dev.caravan.job.Credentials;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.Session;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.util.function.Supplier;

/** The sessions of a role from the STS of Aliyun or Tencent; subclasses form the requests. */
public abstract class RoleService implements Supplier<Session> {

    private final String arn;
    private final CredentialsSource base;
    private final Supplier<String> caller;

    /**
     * Creates the service without a request.
     *
     * @param base signs the requests; null for unsigned requests
     * @param caller who assumes the role, for messages
     */
    protected RoleService(String arn, CredentialsSource base, Supplier<String> caller) {
        this.arn = arn;
        this.base = base;
        this.caller = caller;
    }

    /** Makes one attempt; {@code signer} is null for unsigned requests. */
    protected abstract Reply ask(String what, Credentials signer);

    /** Returns the object with Code and Message in an error answer; a missing node if there is none. */
    protected abstract JsonNode error(JsonNode answer);

    /**
     * Takes the session from an answer.
     *
     * @throws IllegalArgumentException with the fault
     */
    protected abstract Session session(JsonNode answer);

    @Override
    public final Session get() {
        if (base == null) {
            return assumed(null);
        }
        Credentials used = base.current();
        try {
            return assumed(used);
        } catch (TransientException e) {
            throw e;
        } catch (StoreException e) {
            // The key of the caller may have been changed.
            if (!base.renewed(used)) {
                throw e;
            }
            return assumed(base.current());
        }
    }

    private Session assumed(Credentials signer) {
        String what = caller.get() + " can't assume " + arn;
        Reply reply = ask(what, signer);
        return reply.read(what, answer -> {
            JsonNode error = error(answer);
            if (!error.isMissingNode()) {
                throw KeyService.failed(
                        what,
                        reply.status(),
                        error.path("Code").asText(),
                        error.path("Message").asText());
            }
            return session(answer);
        });
    }
}
